"""Web pages and Excel's XML that call themselves workbooks."""

from datetime import date
from pathlib import Path

import pytest

from segmentation.model.dataset import Dataset
from segmentation.reading.reader import read

HEADINGS = ("订单号", "客户", "日期", "金额")
ROWS = [(f"{1000 + n}", f"王{n % 7} & 李", date(2024, 1, n).isoformat(), f"{n}.5") for n in range(1, 29)]


def read_page(folder: Path, page: str, encoding: str = "utf-8") -> Dataset:
    path = folder / "orders.xls"
    path.write_bytes(page.encode(encoding))
    return read(path, path.name, workdir=folder / "work", language="zh")


def page(cells: str = "<td>{}</td>", charset: str = "utf-8") -> str:
    """As shop systems write them: a menu, the table, a sum."""
    rows = "".join(f"<tr>{''.join(cells.format(_escaped(cell)) for cell in row)}</tr>" for row in ROWS)
    headings = "".join(f"<th>{name}</th>" for name in HEADINGS)
    return (
        f'<html xmlns:x="urn:x"><head><meta charset="{charset}"></head><body>'
        "<table><tr><td>菜单</td><td>帮助</td></tr></table>"
        f"<table border=1><tr>{headings}</tr>{rows}</table></body></html>"
    )


def _escaped(cell: str) -> str:
    return cell.replace("&", "&amp;")


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_the_largest_table_of_a_page_is_read(tmp_path: Path, encoding: str) -> None:
    data = read_page(tmp_path, page("<td style='x'><b>{}</b>&nbsp;</td>", encoding), encoding)
    assert (data.columns, list(data.sample)) == (HEADINGS, ROWS)


def test_tags_that_are_never_closed_are_no_matter(tmp_path: Path) -> None:
    open_tags = page().replace("</td>", "").replace("</tr>", "").replace("</th>", "")
    assert list(read_page(tmp_path, open_tags).sample) == ROWS


def test_a_cell_over_several_rows_holds_for_each(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td rowspan='2'>{number}</td><td>{customer}</td><td>{day}</td><td>{amount}</td></tr>"
        f"<tr><td>{customer}</td><td>{day}</td><td>1</td></tr>"
        for number, customer, day, amount in ROWS
    )
    headings = "".join(f"<th>{name}</th>" for name in HEADINGS)
    data = read_page(tmp_path, f"<table><tr>{headings}</tr>{rows}</table>")
    assert [row[0] for row in data.sample] == [row[0] for row in ROWS for _ in range(2)]


def test_excel_s_xml_of_2003_is_read(tmp_path: Path) -> None:
    def row(cells: tuple[str, ...]) -> str:
        first, second, *others = cells
        told = "".join(f'<ss:Cell><Data ss:Type="String">{cell}</Data></ss:Cell>' for cell in others)
        return (
            f'<Row ss:Height="15"><Cell><Data ss:Type="String">{first}</Data></Cell><Cell/>'
            f'<Cell ss:Index="3"><Data ss:Type="String">{_escaped(second)}</Data></Cell>{told}</Row>'
        )

    data = read_page(
        tmp_path,
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A">'
        f"<Table>{''.join(map(row, [HEADINGS, *ROWS]))}</Table></Worksheet></Workbook>",
    )
    assert [(first, *others) for first, _, *others in data.sample] == ROWS
