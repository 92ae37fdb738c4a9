# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines as editors type and paste them, and which of them stand by themselves.

Behind a line that ends with "¶" readers see a new line or paragraph; behind all others the
sentence goes on.
"""

# ruff: noqa: E501
CASES = """
Nguyễn Văn A¶
Giám đốc Sở

TM. ỦY BAN NHÂN DÂN¶
CHỦ TỊCH

KT. CHỦ TỊCH¶
PHÓ CHỦ TỊCH

KT. CHỦ TỊCH¶
PHÓ CHỦ TỊCH¶
(Đã ký)¶
Nguyễn Văn B

TL. CHỦ TỊCH¶
CHÁNH VĂN PHÒNG¶
Lê Văn C

T/M BAN THƯỜNG VỤ¶
BÍ THƯ

GIÁM ĐỐC¶
Nguyễn Văn A

NGUYỄN VĂN A¶
GIÁM ĐỐC

NGUYỄN VĂN A¶
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH

Đồng chí Nguyễn Văn A¶
Bí thư Tỉnh ủy

Ông Trần Văn B¶
Phó Chủ tịch UBND tỉnh

ThS. BS. Lê Thị C¶
Giám đốc Trung tâm Kiểm soát bệnh tật tỉnh

Minh Anh¶
Văn phòng UBND tỉnh

Tin, ảnh: Minh Anh¶
Cổng Thông tin điện tử tỉnh

Bài, ảnh: Hồng Giang¶
Báo Vĩnh Long

Người ký¶
Nguyễn Văn A

Nguyễn Văn A¶
Trần Thị B

SỞ Y TẾ¶
TRUNG TÂM KIỂM SOÁT BỆNH TẬT

ỦY BAN NHÂN DÂN¶
TỈNH VĨNH LONG

UBND TỈNH VĨNH LONG¶
SỞ GIÁO DỤC VÀ ĐÀO TẠO

Hội đồng nhân dân tỉnh¶
Khóa XI

Chủ tịch¶
Nguyễn Văn A

Trưởng ban¶
(Đã ký)¶
Lê Văn D

Vĩnh Long, ngày 5 tháng 11 năm 2026¶
Giám đốc

Nơi nhận:¶
Như trên;¶
Lưu: VT.

Nơi nhận:¶
Như trên¶
Các sở, ban, ngành tỉnh¶
Lưu: VT, A

Kính gửi:¶
Sở Y tế¶
Sở Tài chính

Kính gửi: Sở Y tế¶
Sở Tài chính

thứ Ba: họp¶
thứ Tư: nghỉ

thứ Hai: họp giao ban¶
thứ Ba: đi cơ sở¶
chủ nhật: nghỉ

sáng: khai mạc¶
chiều: bế mạc

Sáng: khai mạc¶
Chiều: bế mạc

8 giờ: đón khách¶
9 giờ: khai mạc

7h30: tập trung¶
8h00: khai mạc¶
10h00: bế mạc

- 15 giờ khai mạc¶
thứ Ba:

- 15 giờ khai mạc¶
ngày 5/11:

- 15 giờ khai mạc¶
Thứ Ba:

- 15 giờ khai mạc¶
Thứ Ba

08:00 Đón tiếp đại biểu¶
08:30 Khai mạc¶
09:00 Báo cáo

Lúc 8 giờ, ngày 5/11¶
Tại Hội trường UBND tỉnh

Thời gian: 8 giờ ngày 5/11¶
Địa điểm: Hội trường

thời gian: 8 giờ ngày 5/11¶
địa điểm: hội trường

giá vé: 50.000 đồng¶
nơi bán: bến xe

Ngày 5/11/2026¶
Sở Y tế

Sáng 5/11, UBND tỉnh tổ chức hội nghị tổng kết.¶
Đồng chí Nguyễn Văn A dự và chỉ đạo.

Sáng 5/11, UBND tỉnh tổ chức hội nghị tổng kết công tác năm 2026, triển khai nhiệm vụ năm 2027 trên địa bàn toàn tỉnh với sự tham gia của các sở, ngành¶
Dự hội nghị có lãnh đạo các sở, ban, ngành tỉnh và các địa phương.

Hội nghị tổng kết năm 2026¶
Sáng 5/11, UBND tỉnh tổ chức hội nghị tổng kết công tác năm 2026 tại Hội trường tỉnh.

Nâng cao chất lượng phục vụ người dân¶
Theo Sở Nội vụ, đến nay toàn tỉnh đã giải quyết đúng hạn 99,2% hồ sơ, tăng 3% so với cùng kỳ.

Kết quả nổi bật¶
Năm 2026, tỉnh thu ngân sách 12.000 tỷ đồng.

Nhiệm vụ trọng tâm năm 2027¶
Tiếp tục đẩy mạnh cải cách hành chính, nhất là thủ tục đất đai, xây dựng.

TỔNG KẾT NĂM 2026¶
Sáng 5/11, UBND tỉnh tổ chức hội nghị tổng kết công tác năm 2026.

“Phải làm ngay”, ông A nói.¶
Ông B đồng ý.

Ông A hỏi: “Bao giờ xong?”¶
Bà B đáp: “Tháng sau.”

Toàn tỉnh có:¶
12 xã đạt chuẩn;¶
5 xã nâng cao.

Thành phần gồm:¶
Lãnh đạo UBND tỉnh¶
Lãnh đạo các sở

Có mặt tại buổi lễ, ông A nói rằng...¶
Buổi lễ kết thúc lúc 10 giờ.

Nguồn: TTXVN¶
Ảnh tư liệu

Hotline: 1022¶
Email: abc@vinhlong.gov.vn

Phòng Tiếp dân¶
0270 3823 456

Mọi chi tiết xin liên hệ:¶
Anh Ba 0913 123 456

Sở Y tế Vĩnh Long¶
Số 47, đường Lê Văn Tám, Phường 1

Bộ phận Một cửa¶
Số 1 Hoàng Thái Hiếu, thành phố Vĩnh Long¶
Điện thoại: 02703 823 456

Vé người lớn 50.000 đồng¶
Vé trẻ em 20.000 đồng

Giải Nhất: Nguyễn Văn A¶
Giải Nhì: Trần Văn B

Giải Nhất¶
Nguyễn Văn A¶
Giải Nhì¶
Trần Văn B

Đội A 2 - 1 Đội B¶
Đội C 0 - 0 Đội D

Anh đi anh nhớ quê nhà¶
Nhớ canh rau muống nhớ cà dầm tương

Chương trình dự kiến như sau¶
8 giờ khai mạc¶
9 giờ tham luận

1) Một¶
2) Hai

a) Một¶
b) Hai

– Một¶
– Hai

• Một¶
• Hai

1/ Một¶
2/ Hai

1.1. Việc a¶
1.2. Việc b

I. NHIỆM VỤ¶
II. GIẢI PHÁP

✔ Một¶
✔ Hai

Điều 1. Phạm vi¶
Quyết định này quy định về giá.

Điều 2¶
Quyết định có hiệu lực từ ngày ký.

Bước 1: Nộp hồ sơ¶
Bước 2: Nhận kết quả

UBND tỉnh vừa ban hành kế hoạch phòng, chống dịch
sốt xuất huyết trên địa bàn.

Theo báo cáo của Sở Nông nghiệp và Môi trường, đến nay
Vĩnh Long đã xuống giống được 50.000 ha lúa Đông Xuân.

Hội nghị do đồng chí
Nguyễn Văn A chủ trì.

Sáng 5/11, tại Trung tâm Hội nghị tỉnh, đồng chí Nguyễn Văn A,
Bí thư Tỉnh ủy, dự và phát biểu chỉ đạo hội nghị.

Dự hội nghị có đồng chí Nguyễn Văn A, Ủy viên Trung ương
Đảng, Bí thư Tỉnh ủy; đồng chí Trần Văn B, Chủ tịch UBND
tỉnh cùng đại diện các sở, ngành.

Trong 10 tháng, kim ngạch xuất khẩu của tỉnh đạt khoảng
500 triệu USD, tăng 12% so với cùng kỳ.

Tỉnh đặt mục tiêu đến năm
2030 có 100% xã đạt chuẩn.

Sở Y tế phối hợp với
Sở Giáo dục tổ chức tiêm chủng.

Ông Nguyễn Văn A, Giám đốc Sở Y tế tỉnh
Vĩnh Long cho biết dịch đã được khống chế.

Chương trình do Tỉnh đoàn phối hợp Ngân hàng
Nông nghiệp tổ chức, thu hút 500 đoàn viên.

Chuyên đề “Học tập và làm theo tư tưởng, đạo đức, phong cách
Hồ Chí Minh” được triển khai từ đầu năm.

Nhà máy nước sạch xã
Tân Phú đi vào hoạt động.

Lễ hội diễn ra tại
Khu du lịch Vinh Sang.

Ngày hội có các trò chơi: kéo co, đua thuyền, nhảy
bao bố.

Đoàn công tác của tỉnh gồm:
lãnh đạo Sở Y tế, Sở Tài chính.

Mời bạn đọc xem tại địa chỉ
vinhlong.gov.vn

Mọi thắc mắc xin gọi
0270 3823 456

Công ty TNHH Một thành viên Xổ số kiến thiết
Vĩnh Long trao 50 suất học bổng.

Liên đoàn Lao động tỉnh vừa phối hợp Công ty Cổ phần
Phân bón và Dịch vụ tổng hợp tặng quà.

Báo cáo số
12/BC-UBND

Thực hiện Quyết định số
123/QĐ-UBND ngày 5/11/2026.

Thực hiện Công văn số 12 của
UBND tỉnh,
Sở Y tế thông báo.

Theo đó,
Sở Y tế được giao chủ trì.

Trân trọng kính mời¶
Ông Nguyễn Văn A

Kính mời quý vị đại biểu,
Bà con nhân dân

Sản lượng lúa cả năm đạt hơn
1,2 triệu tấn.

Bà Trần Thị B (xã Tân Phú, huyện Tam Bình) cho biết gia đình
Bà đã thoát nghèo nhờ vay vốn.

the new road opens in
Vinh Long province.

Tỉnh hiện có 3 khu công nghiệp: Hòa Phú,
Bình Minh và An Định.

Năm học mới bắt đầu từ
Thứ Hai tuần sau.

Buổi lễ có sự tham dự của
Phó Thủ tướng Chính phủ.

Cuộc thi do Bộ Thông tin và Truyền thông phối hợp
Đài Truyền hình Việt Nam tổ chức.

Dự án có tổng mức đầu tư 1.200 tỷ đồng, do Ban Quản lý dự án
Đầu tư xây dựng tỉnh làm chủ đầu tư

Hai bên đã ký bản ghi nhớ giữa Tỉnh ủy Vĩnh Long
Tỉnh ủy Trà Vinh và Tỉnh ủy Bến Tre về hợp nhất.

Ghi nhận tại xã Hòa Tịnh, ấp
Bình Tịnh A cho thấy

Chủ trì: đồng chí Nguyễn Văn A, Phó Chủ tịch
UBND tỉnh

Ảnh: Lê Anh, Báo
Vĩnh Long

Tuyến đường dài 5 km nối xã Tân Phú với
Quốc lộ 1

TUQ. CHỦ TỊCH¶
GIÁM ĐỐC SỞ TÀI CHÍNH

Q. GIÁM ĐỐC¶
Lê Thị Hồng

Chủ tọa¶
Thư ký

NGƯỜI LẬP BIỂU¶
KẾ TOÁN TRƯỞNG¶
THỦ TRƯỞNG ĐƠN VỊ

Đại diện bên A¶
Đại diện bên B

TRƯỞNG BAN TỔ CHỨC¶
Đã ký¶
Phạm Văn Út

Thạc sĩ Nguyễn Thị Lan¶
Trưởng khoa Nội, Bệnh viện Đa khoa tỉnh

Phạm Minh¶
(Theo TTXVN)

Theo TTXVN¶
(Vinhlong.gov.vn)

Hồng Giang - Đức Lam¶
Đài PT-TH Vĩnh Long

Xin trân trọng cảm ơn!¶
Ban Biên tập

Trân trọng./.¶
Sở Y tế

UBND HUYỆN TAM BÌNH¶
PHÒNG GIÁO DỤC VÀ ĐÀO TẠO

ĐẢNG BỘ TỈNH VĨNH LONG¶
BAN TUYÊN GIÁO VÀ DÂN VẬN

Số: 12/TB-UBND¶
Vĩnh Long, ngày 05 tháng 11 năm 2026

Số: 12/TB-UBND¶
V/v tiêm vắc xin phòng dại

THÔNG BÁO¶
Về việc cúp điện ngày 5/11

THÔNG BÁO¶
Lịch tiếp công dân tháng 11

Lịch cúp nước¶
Phường 1: 8 giờ đến 11 giờ¶
Phường 2: 13 giờ đến 16 giờ

- Lãnh đạo tỉnh
dự hội nghị

- Sở Y tế;¶
- Sở Tài chính.

- 8 giờ họp¶
chiều:

+ Xã Tân Phú¶
+ Xã Hòa Tịnh

chiều thứ Ba: thăm vườn¶
sáng thứ Tư: về

từ 8 giờ: phát phiếu¶
từ 9 giờ: khám

6 giờ 30: tập trung¶
7 giờ: xuất phát

địa chỉ: 47 Lê Văn Tám¶
điện thoại: 0270 3823 456

email: abc@vinhlong.gov.vn¶
website: vinhlong.gov.vn

Trực ban: 0270 3823 456¶
Zalo: 0913 123 456

Facebook: Cổng Vĩnh Long¶
YouTube: VinhLongTV

Tên tôi là: Nguyễn Văn A¶
Sinh năm: 1970¶
Nơi ở: ấp 5

Tổng số phiếu: 50¶
Hợp lệ: 49

Ngày hội non sông¶
Nguyễn Văn A

Vinh danh 10 nông dân¶
Tối 5/11, Hội Nông dân tỉnh trao bằng khen cho 10 nông dân sản xuất giỏi.

Mưa lớn nhiều nơi¶
Từ đêm 4/11, các xã ven sông Tiền có mưa to, nước ngập đường làng.

Xã Tân Phú về đích¶
Sau 5 năm, xã đạt 19 tiêu chí nông thôn mới, thu nhập 72 triệu đồng.

1. Kết quả¶
Toàn tỉnh có 12 xã đạt chuẩn.

Nhiều kết quả tích cực¶
Thu ngân sách đạt 105% dự toán.¶
Giải ngân đạt 92%.

Câu hỏi: Khi nào chi trả?¶
Trả lời: Trong tháng 11.

Hỏi: Khi nào chi trả¶
Đáp: Trong tháng 11

PV: Thưa ông, mùa này ra sao?¶
Ông Ba: Được mùa lắm.

Kết quả xổ số¶
Giải Đặc biệt 123456¶
Giải Nhất 98765

Xuất siêu 200 triệu USD¶
Nhập khẩu giảm 3%

Giá lúa OM 5451 7.200 đồng¶
Giá nếp 8.100 đồng

Cán bộ phụ trách¶
Lê Văn Tám, 0913 123 456

Đội hình chính gồm¶
Thủ môn An¶
Hậu vệ Bình

Về dự hội nghị có các đồng chí: Nguyễn Văn A,
Trần Văn B, Lê Thị C cùng đại biểu.

Theo Nghị quyết số 57-NQ/TW của Bộ Chính trị,
Vĩnh Long xác định chuyển đổi số là đột phá.

Ủy ban nhân dân tỉnh vừa có Công văn chỉ đạo các sở, ban, ngành,
UBND các xã, phường triển khai phòng, chống bão.

Đại diện Ngân hàng Chính sách xã hội, Chi nhánh
Vĩnh Long trao vốn.

Trường Tiểu học
Nguyễn Huệ khai giảng sáng nay.

Chợ nổi Trà Ôn và lễ hội Kỳ yên đình
Long Thanh là hai điểm hút khách.

Hội thảo khoa học cấp quốc gia
“Vĩnh Long – hành trình 300 năm” thu hút 200 đại biểu.

Đây là lần thứ ba
Việt Nam đăng cai giải này.

Cô giáo
Nguyễn Thị Hoa được tuyên dương.

Quỹ “Vì người nghèo” do Ủy ban
Mặt trận Tổ quốc tỉnh vận động.

Trong khuôn khổ chuyến thăm, Thủ tướng
Phạm Minh Chính đã khảo sát cầu Đại Ngãi.

Bài thơ “Quê hương” của nhà thơ
Đỗ Trung Quân được chọn.

Tham dự có: Chủ tịch UBND tỉnh, Giám đốc
Sở Y tế.

Sở Nông nghiệp khuyến cáo nông dân không
xuống giống ngoài lịch.

Giá vé từ 50.000 đồng đến
100.000 đồng một người.

Ngày 5/11,
Sở Y tế họp.

Nhà văn hóa ấp An Thới, xã
Tân Hòa khánh thành.

Tỉnh Vĩnh Long hợp nhất với
Bến Tre và Trà Vinh.

Phim tài liệu
"Người Vĩnh Long" ra mắt.

Ông nói: “Chúng tôi đã chuẩn bị
Hai tháng trước.”

Vĩnh Long 2 - 1 Trà Vinh, Hậu Giang 3 - 0 Sóc Trăng¶
Bến Tre 0 - 0 Cần Thơ

Long Hồ 3 – 1 Mang Thít (hiệp phụ)¶
Tam Bình 2 – 2 Vũng Liêm

Buổi sáng họp Hội đồng nhân dân tỉnh Vĩnh Long¶
Buổi chiều tiếp công dân

Giải nhất thuộc về Trường Tiểu học Nguyễn Du¶
Giải nhì: Trường Tiểu học Hùng Vương

Kỷ niệm ngày Nhà giáo Việt Nam¶
20/11

Chào mừng 96 năm ngày thành lập Đảng Cộng sản Việt Nam¶
3/2/1930 - 3/2/2026

Giá xăng RON 95 hôm nay tại Vĩnh Long¶
20.500 đồng/lít

Sáng nay, Vĩnh Long thắng 2 - 1 trên sân của
Trà Vinh sau hai hiệp.

Vĩnh Long thắng Trà Vinh 2 - 1 ngay trên sân khách và
Bến Tre hòa Cần Thơ 0 - 0

Địa điểm: Hội trường Trường THPT Lưu Văn Liệt¶
Nội dung:¶
1- Báo cáo¶
2- Thu hội phí¶
Rất mong quý phụ huynh
đến dự đông đủ.

📍 Tại xã Tân Hạnh¶
⏰ 7h ngày 10/11¶
‼️ Bà con chú ý¶
ℹ️ Hỏi ở xã

Vĩnh Long ơi¶
mùa chôm chôm chín đỏ¶
anh về¶
em đợi¶
bên sông.

Bà con ấp Phú Hưng, xã
Hòa Phú phấn khởi.¶
Theo Phòng Kinh tế xã
Bình Hòa Phước, năm nay được mùa.¶
Ông Lê Văn Tám, ấp
Phú Hòa lãi 50 triệu đồng.

Đoàn do ông Lê Văn An, Phó Chủ tịch
UBND tỉnh làm trưởng đoàn
đã đến thăm xã
Hòa Phú

Em về miền Tây¶
Nhớ cơn mưa chiều¶
Miền Tây ơi…¶
[Am] Nhớ [F] thương [C] hoài¶
(x2)

Số hộ nghèo của tỉnh giảm nhanh
(theo chuẩn đa chiều)
so với năm ngoái.

Con số:¶
2.500 ha lúa;¶
-3,4% so năm 2025;¶
±0,5 độ;¶
≥ 80 điểm;¶
~5 nghìn hộ

** Giá tại kho.¶
Lưu ý: mang theo thẻ¶
*** Hết ***

Sinh ngày 1.1.1950 tại xã
Trung Hiệp, huyện Vũng Liêm¶
Từ trần lúc 8 giờ 00, ngày 5/11/2026¶
Hưởng thọ 77 tuổi¶
Lễ viếng: 10g ngày 6/11

Bài hát "Vĩnh Long quê tôi" của nhạc sĩ
Trương Quang Tuấn được trình bày.¶
Tác phẩm Cánh đồng của nhà thơ
Lê Ái Siêm đoạt giải.

Ông B: “Tôi hoàn toàn đồng ý
với ý kiến trên”.¶
(Theo Báo Vĩnh Long)¶
N.A

Chủ tịch UBND xã¶
Nguyễn Văn A¶
Bí thư Đảng ủy

(**) Số liệu sơ bộ¶
(*): Ước tính¶
(***): Chưa gồm xã đảo

Ban Giám hiệu Trường THPT Lưu Văn Liệt và gia đình vô cùng thương tiếc
báo tin cùng thân hữu:¶
Cụ bà TRẦN THỊ NĂM¶
Pháp danh Diệu Hạnh¶
Sinh năm 1931¶
Nguyên quán xã Tân Hạnh¶
Đã từ trần ngày 05/3/2026¶
Hưởng thọ 96 tuổi
"""


def cases() -> list[str]:
    """List the cases, each some lines."""
    return CASES.strip().split("\n\n")
