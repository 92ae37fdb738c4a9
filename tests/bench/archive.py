# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes an archive of N Vietnamese articles, the same in three dialects of front matter.

`python -m tests.bench.archive --out DIR --n 10000 --dialect portal` writes one. Story
number i depends on (seed, i) only, so the archive of 1,000 is a part of that of 10,000.
The sentences were written for this module and tell of nothing that happened; a body
has about 700 words and 4.9 kB, a table or list in one of fifty, 0 to 3 photos.
"""

import argparse
import hashlib
import json
import random
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path, PurePosixPath

SEED = 7
ZONE = timezone(timedelta(hours=7))
#: Every story is dated within the 15 years from here to END.
START = datetime(2010, 1, 4, 7, 0, tzinfo=ZONE)
MINUTES = 15 * 365 * 24 * 60
END = START + timedelta(minutes=MINUTES)

PHOTO_FOLDER = "anh"
POOL = 8
POOL_SIZE_PX = (800, 533)
#: Story 0 alone shows this one, so that the photo of a single article can be replaced.
LONE_PHOTO = "rieng.jpg"

DIALECTS = ("portal", "hugo", "pelican")
#: What an archive was made of, beside its content folder.
STAMP = "archive.json"

_FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ"]
_MIDDLE = ["Thị", "Văn", "Minh", "Thanh", "Quốc", "Ngọc", "Hữu", "Kim"]
_GIVEN = [
    "Ánh",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hạnh",
    "Khánh",
    "Lam",
    "Mỹ",
    "Nhân",
    "Phúc",
    "Quyên",
    "Sơn",
    "Thảo",
    "Uyên",
    "Vinh",
]
AUTHORS = tuple(f"{_FAMILY[k % 10]} {_MIDDLE[k % 8]} {_GIVEN[k * 5 % 16]}" for k in range(40))
#: How much the sections get, the first of them most; the last repeats for further ones.
_WEIGHTS = (18, 16, 12, 8, 9, 10, 5, 7, 6, 4, 3, 2)

PLACES = (
    "huyện An Bình",
    "huyện Bình Hòa",
    "huyện Cái Nhum",
    "huyện Phú Quới",
    "huyện Tân Lược",
    "huyện Trung Hiếu",
    "thị xã Đông Thành",
    "thành phố Cổ Chiên",
    "xã Đồng Phú",
    "xã Hòa Thạnh",
    "xã Tân An Luông",
    "phường Cái Dứa",
)
UNITS = (
    "Ủy ban nhân dân tỉnh",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Sở Nông nghiệp và Môi trường",
    "Sở Xây dựng",
    "Liên đoàn Lao động tỉnh",
    "Hội Nông dân tỉnh",
    "Tỉnh đoàn",
    "Sở Tài chính",
)
EVENTS = (
    "tổ chức hội nghị tổng kết",
    "họp triển khai nhiệm vụ",
    "kiểm tra tiến độ công trình",
    "trao học bổng cho học sinh",
    "đối thoại với doanh nghiệp",
    "khen thưởng tập thể, cá nhân xuất sắc",
    "ra quân phòng, chống dịch bệnh",
    "công bố kết quả cải cách hành chính",
    "thăm, tặng quà gia đình chính sách",
    "khánh thành cầu nông thôn",
)
# {n} and {k} are small numbers, {m} a large one, {s} a share, {p} a place, {u} an office.
SENTENCES = (
    "{u} vừa có buổi làm việc với lãnh đạo {p} về tình hình thực hiện các chỉ tiêu kinh tế - xã "
    "hội trong {n} tháng đầu năm và phương hướng của thời gian còn lại.",
    "Báo cáo tại buổi làm việc cho thấy, tổng giá trị sản xuất trên địa bàn đạt {m} tỷ đồng, tăng "
    "{s}% so với cùng kỳ và bằng {n}% kế hoạch của cả năm.",
    "Đến nay, {p} đã hoàn thành {n} trong số {k} tiêu chí được giao, các tiêu chí còn lại đang "
    "được rà soát để có giải pháp cụ thể cho từng ấp, từng khóm.",
    "Phát biểu chỉ đạo, lãnh đạo {u} ghi nhận những kết quả mà cán bộ và nhân dân địa phương đã "
    "nỗ lực đạt được trong điều kiện còn nhiều khó khăn.",
    "Đồng chí đề nghị các ngành, các cấp tiếp tục bám sát cơ sở, kịp thời tháo gỡ vướng mắc cho "
    "người dân và doanh nghiệp, không để hồ sơ trễ hẹn.",
    "Trong số này có {n} công trình giao thông nông thôn với tổng chiều dài hơn {k} ki-lô-mét, do "
    "Nhà nước và nhân dân cùng đóng góp.",
    "Bà con hai bên đường đã tự nguyện hiến gần {m} mét vuông đất, hàng trăm cây ăn trái và ngày "
    "công lao động để con đường sớm hoàn thành.",
    "Cây cầu mới dài {n} mét, rộng {k} mét, giúp học sinh không còn phải qua đò mỗi ngày và "
    "thương lái vào tận vườn để thu mua trái cây.",
    "Nhiều hộ cho biết, từ khi có đê bao khép kín, bà con yên tâm sản xuất quanh năm, không còn "
    "cảnh chạy lũ như những mùa nước trước đây.",
    "Vụ này, toàn {p} xuống giống được {m} héc-ta lúa, năng suất bình quân ước đạt {s} tấn mỗi "
    "héc-ta, lợi nhuận khá hơn năm trước.",
    "Cán bộ kỹ thuật khuyến cáo nông dân thăm đồng thường xuyên, chỉ phun thuốc khi mật số sâu "
    "rầy vượt ngưỡng và luân phiên các hoạt chất.",
    "Giá bưởi năm roi tại vườn đang ở mức {n} nghìn đồng một ki-lô-gam, tăng nhẹ so với tuần "
    "trước nhờ nhu cầu của thị trường cuối năm.",
    "Hợp tác xã hiện có {n} thành viên, canh tác {k} héc-ta theo hướng hữu cơ và đã ký hợp đồng "
    "tiêu thụ dài hạn với hai doanh nghiệp.",
    "Từ nguồn vốn vay ưu đãi, {n} hộ nghèo đã đầu tư chăn nuôi, mua bán nhỏ và từng bước ổn định "
    "cuộc sống, trong đó {k} hộ viết đơn xin thoát nghèo.",
    "Ngành y tế đã tổ chức {n} đợt tuyên truyền lưu động, phát hơn {m} tờ rơi hướng dẫn cách diệt "
    "lăng quăng và phòng bệnh sốt xuất huyết tại nhà.",
    "Trạm y tế được đầu tư thêm {n} phòng chức năng, máy siêu âm và tủ bảo quản vắc-xin, đáp ứng "
    "nhu cầu khám, chữa bệnh ban đầu của người dân.",
    "Theo kế hoạch, chiến dịch tiêm bổ sung sẽ kéo dài trong {n} ngày tại tất cả các điểm tiêm cố "
    "định và {k} điểm tiêm lưu động.",
    "Người dân khi có dấu hiệu sốt cao liên tục cần đến ngay cơ sở y tế gần nhất, không tự ý mua "
    "thuốc điều trị tại nhà.",
    "Năm học này, toàn ngành có {m} học sinh các cấp, tăng {s}% so với năm học trước, cơ sở vật "
    "chất cơ bản đáp ứng việc dạy và học.",
    "Tại lễ trao học bổng, {n} em học sinh có hoàn cảnh khó khăn vươn lên học giỏi đã được nhận "
    "mỗi em một suất trị giá {k} trăm nghìn đồng.",
    "Thầy giáo hiệu trưởng cho biết, nhà trường sẽ tiếp tục duy trì các câu lạc bộ đọc sách, đờn "
    "ca tài tử và kỹ năng phòng, tránh đuối nước.",
    "Phụ huynh được mời tham quan lớp học, dự giờ và trao đổi trực tiếp với giáo viên chủ nhiệm "
    "về việc học tập của các em ở nhà.",
    "Hội thi năm nay thu hút {n} đội đến từ các xã, phường, tranh tài qua ba phần: chào hỏi, kiến "
    "thức và xử lý tình huống.",
    "Kết quả, giải nhất thuộc về đội {p}, ban tổ chức còn trao {n} giải khuyến khích cho các tiết "
    "mục có cách thể hiện sáng tạo.",
    "Không khí tại hội trường sôi nổi ngay từ những phút đầu tiên, hàng trăm cổ động viên mang "
    "theo cờ, trống để cổ vũ cho đội nhà.",
    "Lễ hội diễn ra trong {n} ngày với nhiều hoạt động: đua ghe ngo, thi gói bánh tét, biểu diễn "
    "nhạc ngũ âm và trưng bày sản phẩm làng nghề.",
    "Đồng bào Khmer trong phum, sóc phấn khởi vì đường sá sạch đẹp, nhà văn hóa khang trang và con "
    "em được học chữ của dân tộc mình trong dịp hè.",
    "Các chùa trên địa bàn phối hợp với địa phương vận động phật tử đóng góp {m} phần quà, giúp "
    "những gia đình neo đơn đón tết đầm ấm.",
    "Trung tâm phục vụ hành chính công đã tiếp nhận {m} hồ sơ, trong đó {s}% được giải quyết đúng "
    "và trước hạn, không có hồ sơ bị khiếu nại.",
    "Tỷ lệ hồ sơ nộp trực tuyến đạt {s}%, người dân có thể theo dõi tiến độ bằng điện thoại mà "
    "không phải đi lại nhiều lần.",
    "Tổ công nghệ số cộng đồng đến từng nhà hướng dẫn bà con cài đặt ứng dụng, thanh toán tiền "
    "điện, tiền nước không dùng tiền mặt.",
    "Mỗi cán bộ một cửa được tập huấn {n} buổi về kỹ năng giao tiếp và sử dụng phần mềm, sau đó "
    "có bài kiểm tra đánh giá nghiêm túc.",
    "Lực lượng công an phối hợp với dân quân tuần tra vào ban đêm, kịp thời nhắc nhở {n} nhóm "
    "thanh thiếu niên tụ tập, gây mất trật tự.",
    "Qua {n} năm thực hiện phong trào, {p} đã xây dựng được {k} mô hình tự quản, góp phần kéo giảm "
    "các vụ việc vi phạm pháp luật.",
    "Tân binh lên đường với tinh thần phấn khởi, gia đình và bạn bè đến tiễn đông kín sân trung "
    "tâm văn hóa từ sáng sớm.",
    "Đoàn đã đến thắp hương tại nghĩa trang liệt sĩ, thăm {n} gia đình có công và trao tặng những "
    "phần quà nghĩa tình.",
    "Mẹ năm nay đã ngoài {n} tuổi, mắt đã mờ nhưng vẫn nhớ rõ những ngày nuôi giấu cán bộ trong "
    "căn hầm sau vườn.",
    "Đơn vị thi công cam kết tập trung nhân lực, phương tiện, làm thêm giờ để đưa công trình vào "
    "sử dụng trước mùa mưa năm nay.",
    "Tuyến đường có tổng vốn đầu tư {m} tỷ đồng từ ngân sách tỉnh, mặt đường rộng {n} mét, tải "
    "trọng đáp ứng xe tải lưu thông hai chiều.",
    "Kiểm tra thực tế tại hiện trường, đoàn yêu cầu chủ đầu tư bổ sung biển báo, đèn tín hiệu và "
    "rào chắn để bảo đảm an toàn cho người đi đường.",
    "Khu công nghiệp hiện có {n} dự án còn hiệu lực, tạo việc làm cho {m} lao động, phần lớn là "
    "người của các xã lân cận.",
    "Doanh nghiệp kiến nghị rút ngắn thời gian cấp phép, hỗ trợ đào tạo nghề và sớm nâng cấp tuyến "
    "đường dẫn vào nhà máy.",
    "{u} tiếp thu các ý kiến, giao bộ phận chuyên môn trả lời bằng văn bản trong vòng {n} ngày và "
    "công khai trên trang thông tin điện tử.",
    "Hội nghị cũng dành thời gian thảo luận về phương án phân bổ vốn, ưu tiên những công trình "
    "phục vụ trực tiếp đời sống của người dân.",
    "Chủ tịch Ủy ban nhân dân {p} khẳng định sẽ xử lý dứt điểm những tồn tại mà cử tri đã phản ánh "
    "qua nhiều kỳ tiếp xúc.",
    "Nhân dịp này, {n} tập thể và {k} cá nhân có thành tích xuất sắc đã được tặng bằng khen, giấy "
    "khen vì những đóng góp trong phong trào thi đua.",
    "Mô hình nuôi ếch trong vèo của anh cho thu nhập mỗi năm trên {n} chục triệu đồng, được nhiều "
    "thanh niên đến học hỏi và làm theo.",
    "Nhờ mạnh dạn chuyển {n} công đất lúa kém hiệu quả sang trồng màu, gia đình chị đã xây được "
    "căn nhà mới và lo cho các con ăn học.",
    "Sản phẩm khoai lang sấy, trà mãng cầu và chiếu lác của địa phương đã được công nhận đạt từ ba "
    "sao trở lên, có mặt tại {n} cửa hàng.",
    "Du khách thích thú chèo xuồng trên con rạch rợp bóng dừa nước, tự tay hái trái chín và thưởng "
    "thức những món ăn dân dã của miệt vườn.",
    "Toàn tỉnh đón {m} lượt khách trong dịp nghỉ lễ, công suất phòng bình quân đạt {s}%, doanh thu "
    "tăng khá so với năm trước.",
    "Trong {n} ngày thi đấu, các vận động viên trẻ đã mang về {k} huy chương, vượt chỉ tiêu mà "
    "ngành thể thao đề ra.",
    "Đề tài nghiên cứu do nhóm tác giả trẻ thực hiện giúp tiết kiệm {s}% lượng nước tưới, phù hợp "
    "với vùng trồng cây có múi bị nhiễm mặn.",
    "Độ mặn đo được tại cửa sông là {s} phần nghìn, các địa phương cần đóng cống đúng lịch và tích "
    "trữ nước ngọt trong mương vườn.",
    "Đài khí tượng dự báo trong {n} ngày tới có mưa rào và dông rải rác, đề phòng lốc, sét và gió "
    "giật mạnh trong cơn dông.",
    "Ban chỉ huy phòng, chống thiên tai đề nghị người dân chằng chống nhà cửa, không neo đậu tàu, "
    "thuyền ở những đoạn bờ sông có nguy cơ sạt lở.",
    "Đoạn sạt lở dài {n} mét, ăn sâu vào đất liền gần {k} mét, ảnh hưởng trực tiếp đến những hộ "
    "dân sống ven sông.",
    "Chính quyền đã huy động dân quân, thanh niên giúp các hộ di dời tài sản đến nơi an toàn ngay "
    "trong đêm.",
    "Sau hội nghị, các đơn vị đã ký kết giao ước thi đua, thống nhất {n} nội dung trọng tâm và cam "
    "kết hoàn thành trước thời hạn.",
    "Mọi ý kiến đóng góp xin gửi về {u} hoặc qua đường dây nóng trong giờ hành chính để được tiếp "
    "nhận và trả lời theo quy định.",
)


@dataclass(frozen=True, slots=True)
class Story:
    """One article; `section` is the slug and the name of its section."""

    number: int
    slug: str
    title: str
    date: datetime
    author: str
    section: tuple[str, str]
    summary: str
    body: str

    @property
    def address(self) -> str:
        """Tell where every builder puts the article."""
        return f"/tin-tuc/{self.date:%Y/%m/%d}/{self.slug}/"


def make_story(number: int, sections: Mapping[str, str], seed: int = SEED) -> Story:
    """Make story *number*; *sections* maps slugs to names."""
    rnd = random.Random(seed * 1_000_003 + number)
    place, unit = rnd.choice(PLACES), rnd.choice(UNITS)
    slugs = list(sections)
    weights = [_WEIGHTS[min(rank, len(_WEIGHTS) - 1)] for rank in range(len(slugs))]
    section = rnd.choices(slugs, weights)[0]
    author = AUTHORS[rnd.randrange(len(AUTHORS))]
    title = f"{unit} {rnd.choice(EVENTS)} tại {place} năm {rnd.randrange(2010, 2025)}"
    if rnd.random() < 0.3:
        title = f"{_capital(place)}: {rnd.choice(UNITS)} {rnd.choice(EVENTS)}"
    date = START + timedelta(minutes=rnd.randrange(MINUTES))
    paragraphs: list[str] = []
    words, target = 0, rnd.randrange(300, 1001)
    while words < target:
        text = " ".join(_sentence(rnd, place, unit) for _ in range(rnd.randrange(2, 5)))
        words += text.count(" ") + 1
        paragraphs.append(text)
    summary = paragraphs[0].replace("**", "")[:220].rsplit(" ", 1)[0] + "…"
    if rnd.random() < 0.02:
        paragraphs.insert(2, _list(rnd, place, unit) if rnd.random() < 0.5 else _table(rnd))
    photos = [f"p{rnd.randrange(POOL):02}.jpg" for _ in range(rnd.choice((0, 1, 1, 2, 3)))]
    if number == 0:
        photos = [LONE_PHOTO]
    for rank, photo in enumerate(photos):
        caption = f"Đại biểu tham dự tại {rnd.choice(PLACES)}"
        image = f'![{caption}](/{PHOTO_FOLDER}/{photo} "{caption}")'
        paragraphs.insert(min(len(paragraphs), 1 + 2 * rank), image)
    return Story(
        number=number,
        slug=f"{_slug(title)[:60].strip('-')}-{number:06}",
        title=title,
        date=date,
        author=author,
        section=(section, sections[section]),
        summary=summary,
        body="\n\n".join(paragraphs) + "\n",
    )


def _sentence(rnd: random.Random, place: str, unit: str) -> str:
    if rnd.random() < 0.3:
        place, unit = rnd.choice(PLACES), rnd.choice(UNITS)
    text = rnd.choice(SENTENCES).format(
        n=rnd.randrange(2, 90),
        k=rnd.randrange(2, 90),
        m=f"{rnd.randrange(1, 10)}.{rnd.randrange(1000):03}",
        s=f"{rnd.randrange(1, 99)},{rnd.randrange(1, 10)}",
        p=place,
        u=unit,
    )
    if rnd.random() < 0.06:
        words = text.split()
        chosen = rnd.randrange(len(words) - 1)
        words[chosen] = f"**{words[chosen]}**"
        text = " ".join(words)
    return _capital(text)


def _list(rnd: random.Random, place: str, unit: str) -> str:
    return "\n".join(f"- {_sentence(rnd, place, unit)}" for _ in range(5))


def _table(rnd: random.Random) -> str:
    rows = (
        f"| {place} | {rnd.randrange(10, 999)} | {rnd.randrange(1, 99)},{rnd.randrange(10, 99)}% |"
        for place in PLACES[:8]
    )
    return "\n".join(("| Địa phương | Số lượng | Tỷ lệ |", "| --- | --- | --- |", *rows))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _slug(text: str) -> str:
    # Not the portal's own: the names of the archive's files must not change with it.
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub("[^a-z0-9]+", "-", bare).strip("-")


def source(story: Story, dialect: str) -> tuple[PurePosixPath, str]:
    """Write *story* for one builder: its path below the content folder, and its text.

    In the portal an article with photos has a folder of its own, as editors do it.
    """
    path, fields = _HEADERS[dialect](story)
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return PurePosixPath(path), f"---\n{header}---\n\n{story.body}"


def _portal(story: Story) -> tuple[str, dict[str, str]]:
    name = f"{story.slug}/index" if "![" in story.body else story.slug
    return f"tin-tuc/{story.date:%Y/%m/%d}/{name}.md", {
        "title": story.title,
        "date": f"{story.date:%Y-%m-%d %H:%M}",
        "author": story.author,
        "category": story.section[1],
        "summary": story.summary,
    }


def _hugo(story: Story) -> tuple[str, dict[str, str]]:
    day = story.date
    return f"{story.section[0]}/{day:%Y/%m}/{story.slug}.md", {
        "title": _quoted(story.title),
        "date": day.isoformat(),
        "url": story.address,
        "authors": f"[{_quoted(story.author)}]",
        "years": f'["{day:%Y}"]',
        "months": f'["{day:%Y-%m}"]',
        "days": f'["{day:%Y-%m-%d}"]',
        "summary": _quoted(story.summary),
    }


def _pelican(story: Story) -> tuple[str, dict[str, str]]:
    return f"{story.section[0]}/{story.date:%Y/%m}/{story.slug}.md", {
        "title": story.title,
        "date": f"{story.date:%Y-%m-%d %H:%M}",
        "author": story.author,
        "category": story.section[1],
        "slug": story.slug,
        "summary": story.summary,
    }


_HEADERS: Mapping[str, Callable[[Story], tuple[str, dict[str, str]]]] = {
    "portal": _portal,
    "hugo": _hugo,
    "pelican": _pelican,
}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def write_story(content: Path, story: Story, dialect: str) -> Path:
    """Put *story* below *content*; a file that is there is replaced, never written into."""
    path, text = source(story, dialect)
    file = content / path
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, text.encode())
    return file


def replace_file(file: Path, data: bytes) -> None:
    """Give *file* other contents and leave its hard links as they are."""
    draft = file.with_name(f".{file.name}.new")
    draft.write_bytes(data)
    draft.replace(file)


def draw_photo(file: Path, seed: int, size_px: tuple[int, int] = POOL_SIZE_PX) -> None:
    """Draw a JPEG of sky, land, some shapes and the grain of a camera."""
    from PIL import Image, ImageChops, ImageDraw

    rnd = random.Random(seed)
    width, height = size_px
    sky = Image.linear_gradient("L").resize(size_px)
    hues = [rnd.randrange(40, 140) for _ in range(3)]
    image = Image.merge("RGB", [sky.point(lambda v, h=hue: 255 - v * h // 160) for hue in hues])
    pen = ImageDraw.Draw(image)
    for _ in range(40):
        x, y = rnd.randrange(width), rnd.randrange(height // 3, height)
        side = rnd.randrange(height // 30, height // 6)
        colour = tuple(rnd.randrange(256) for _ in range(3))
        draw = rnd.choice((pen.ellipse, pen.rectangle))
        draw((x, y, x + side, y + side * 3 // 2), fill=colour)
    grain = Image.frombytes(
        "L", (width // 2, height // 2), rnd.randbytes(width // 2 * (height // 2))
    )
    grain = grain.resize(size_px).point(lambda v: v // 12)
    image = ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), offset=-10)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    image.save(draft, "JPEG", quality=88)
    draft.replace(file)


def write_archive(
    folder: Path, count: int, dialect: str, sections: Mapping[str, str], seed: int = SEED
) -> Iterator[int]:
    """Bring the archive in *folder* to *count* stories; yield how many there are so far.

    A smaller archive of the same kind is carried on, any other that this module made is
    replaced. Raises ValueError where `content/` is none of an archive.
    """
    content = folder / "content"
    present = read_stamp(folder)
    done = 0
    if present is None:
        if content.exists():
            raise ValueError(f"{content} was not written by this module")
    elif present["count"] <= count and present == _stamp(present["count"], dialect, sections, seed):
        done = present["count"]
    else:
        shutil.rmtree(content)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = _stamp(count, dialect, sections, seed)
    _write_stamp(folder, {**stamp, "whole": False})
    if not done:
        for number in range(POOL):
            draw_photo(content / PHOTO_FOLDER / f"p{number:02}.jpg", number)
        draw_photo(content / PHOTO_FOLDER / LONE_PHOTO, POOL)
        if dialect == "hugo":
            _write_hugo_sections(content, sections)
    for number in range(done, count):
        write_story(content, make_story(number, sections, seed), dialect)
        yield number + 1
    _write_stamp(folder, stamp)


def read_stamp(folder: Path) -> dict | None:
    """Tell what the archive in *folder* was made of; None if there is none."""
    try:
        return json.loads((folder / STAMP).read_bytes())
    except FileNotFoundError:
        return None


def _write_stamp(folder: Path, stamp: dict) -> None:
    replace_file(folder / STAMP, json.dumps(stamp).encode())


def _stamp(count: int, dialect: str, sections: Mapping[str, str], seed: int) -> dict:
    return {
        "maker": hashlib.sha256(Path(__file__).read_bytes()).hexdigest(),
        "count": count,
        "dialect": dialect,
        # Pairs: the order of the sections counts.
        "sections": [list(pair) for pair in sections.items()],
        "seed": seed,
        "whole": True,
    }


def _write_hugo_sections(content: Path, sections: Mapping[str, str]) -> None:
    for slug, name in {**sections, "tin-tuc": "Tất cả tin"}.items():
        file = content / slug / "_index.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: {_quoted(name)}\n---\n", "utf-8")


def main() -> None:
    """Write one archive; a smaller one of the same kind is carried on."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.archive", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder that gets content/")
    parser.add_argument("--n", type=int, required=True, help="number of articles")
    parser.add_argument("--dialect", choices=DIALECTS, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    # The settings bring in Pelican, which a process that only measures need not hold.
    from pelicanconf import NEWS_SECTIONS

    on_terminal = sys.stderr.isatty()
    for done in write_archive(options.out, options.n, options.dialect, NEWS_SECTIONS, options.seed):
        if on_terminal and done % 1000 == 0:
            print(f"\r{options.dialect}: {done:,} articles", end="", file=sys.stderr)
    print(f"{chr(13) * on_terminal}{options.dialect}: {options.n:,} articles", file=sys.stderr)


if __name__ == "__main__":
    main()
