# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the theme calls the pages that the site makes by itself, for plans without a theme."""

from plugins.newsroom.plan.names import PageNames

NAMES = PageNames(
    home="Trang chủ",
    news="Tất cả tin",
    search="Tìm kiếm",
    corrections="Thông tin cải chính",
    feeds="Kênh tin",
    map="Sơ đồ cổng",
    not_found="Không tìm thấy trang",
    gone="Bài đã gỡ",
    moved="Trang đã chuyển",
    year="Tin năm {year}",
    month="Tin tháng {month} năm {year}",
    day="Tin ngày {day}/{month}/{year}",
    year_beside="Năm {year}",
    month_beside="Tháng {month}",
    day_beside="{day}/{month}",
    section_year="{section}: năm {year}",
    section_month="{section}: tháng {month} năm {year}",
    documents="Văn bản",
    documents_year="Văn bản năm {year}",
    events="Lịch sự kiện",
    events_month="Sự kiện tháng {month} năm {year}",
    events_beside="Tháng {month}/{year}",
    dossiers="Hồ sơ",
    numbered="{title} - Trang {number}",
)

ENGLISH_NAMES = NAMES._replace(
    home="Home",
    news="All news",
    search="Search",
    documents="Documents",
    documents_year="Documents of {year}",
    events="Calendar of events",
    events_month="Events of {month} {year}",
    events_beside="{month} {year}",
    year="News of {year}",
    month="News of {month} {year}",
    day="News of {day} {month} {year}",
    month_beside="{month}",
    day_beside="{day} {month}",
    section_month="{section}: {month} {year}",
    numbered="{title} - Page {number}",
    months=(
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
)
