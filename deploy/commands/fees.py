"""`mingyitang explain-fee`: why somebody was charged, or was not, judged once more from what was kept."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import click

from deploy import installation, stores
from services.booking.adapters.disputes import dispute_of
from services.booking.schemas.disputes import dispute_view
from shared.money import yuan

Json = Mapping[str, Any]

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "visit": "预约 {number}（{appointment_id}）：{status}",
        "what": "{treatment} · {store} · {starts_at} 开始（{timezone}）· 价格 {price} · {booked_at} 下单",
        "rules": "适用规则（版本 {version}）：",
        "no_rules": "适用规则：无，取默认值",
        "row": "  {id} · {scope} · 自 {since} 起 · {values}",
        "missing": "  {id} · 已找不到",
        "free": "免费取消截止：{starts_at} − {hours} 小时 = {until}",
        "no_end": "尚未取消，没有产生费用",
        "end": "{at} {action}，由{by}，此前状态 {status_before}",
        "late": "  晚于截止 {minutes} 分钟：费用 {price} × {percent}% = {fee}",
        "missed": "  未到店：订金 {fee} 不退",
        "no_fee": "  不收费用",
        "deposit": "订金（下单时的规则，版本 {version}）：{price} × {percent}% = {amount}（计入爽约 {no_shows} 次）",
        "refund": "  已付 {paid}，退还 {paid} − {fee} = {back}",
        "paid": "  已付 {paid}",
        "agrees": "重新计算：一致",
        "differs": "重新计算：不一致（{what}）；保存的费用 {fee}，退款 {back}",
        "customer": "顾客",
        "store": "门店",
        "system": "系统",
    },
    "en": {
        "visit": "Appointment {number} ({appointment_id}): {status}",
        "what": "{treatment} · {store} · starts {starts_at} ({timezone}) · price {price} · booked {booked_at}",
        "rules": "Rules that judge it (version {version}):",
        "no_rules": "Rules that judge it: none, the defaults hold",
        "row": "  {id} · {scope} · from {since} · {values}",
        "missing": "  {id} · cannot be found any more",
        "free": "Free to cancel until: {starts_at} − {hours} h = {until}",
        "no_end": "Not called off: no fee",
        "end": "{at} {action} by the {by}, {status_before} until then",
        "late": "  {minutes} min after that: fee {price} × {percent}% = {fee}",
        "missed": "  Did not come: the deposit of {fee} is kept",
        "no_fee": "  No fee",
        "deposit": "Deposit (rules of the booking, version {version}): {price} × {percent}% = {amount} "
        "({no_shows} no-shows counted)",
        "refund": "  Paid {paid}, given back {paid} − {fee} = {back}",
        "paid": "  Paid {paid}",
        "agrees": "Judged once more: the same",
        "differs": "Judged once more: NOT the same ({what}); kept are a fee of {fee} and a refund of {back}",
        "customer": "customer",
        "store": "store",
        "system": "system",
    },
}


@click.command("explain-fee")
@click.argument("appointment")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="One language instead of both.")
def explain_fee(appointment: str, *, as_json: bool, language: str | None) -> None:
    """Replay the fee of an appointment, given by its id or number: which rules, which times, the arithmetic.

    Exit code 1 when what is kept comes out otherwise now.
    """
    where = installation.adopt()
    with stores.database_of("booking") as database:
        told = dispute_view(dispute_of(database, appointment))
    languages = [language] if language else list(WORDS)
    blocks = ["\n".join(_lines(told, WORDS[one], one)) for one in languages]
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{where}\n" + "\n\n".join(blocks))
    if not told["replay_agrees"]:
        raise click.exceptions.Exit(1)


def _lines(told: Json, words: Mapping[str, str], language: str) -> Iterable[str]:
    yield words["visit"].format_map(told)
    yield words["what"].format_map(
        {**told, **_names(told, language), **_moments(told), "price": yuan(told["price_fen"])}
    )
    yield from _rules(told["terms"], words)
    hours = told["policy"]["free_cancel_hours"]
    yield words["free"].format(hours=hours, until=_short(told["free_cancel_until"]), **_moments(told, "starts_at"))
    yield from _ending(told, words)
    yield from _deposit(told, words)
    kept = {"fee": yuan(told["kept"]["fee_fen"]), "back": yuan(told["kept"]["refund_fen"])}
    verdict = words["agrees" if told["replay_agrees"] else "differs"]
    yield verdict.format(what=", ".join(told["disagreements"]), **kept)


def _names(told: Json, language: str) -> Json:
    name = "name_en" if language == "en" else "name"
    return {what: told[what][name] or told[what]["name"] for what in ("treatment", "store")}


def _moments(told: Json, *names: str) -> Json:
    return {name: _short(told[name]) for name in names or ("starts_at", "booked_at")}


def _rules(terms: Json, words: Mapping[str, str]) -> Iterable[str]:
    yield words["rules" if terms["version"] else "no_rules"].format_map(terms)
    for row in terms["rows"]:
        values = " ".join(f"{name}={value}" for name, value in row["values"].items()) or "–"
        yield words["row"].format_map({**row, "since": _short(row["effective_from"]), "values": values})
    for missing in terms["missing"]:
        yield words["missing"].format(id=missing)


def _ending(told: Json, words: Mapping[str, str]) -> Iterable[str]:
    ending = told["ending"]
    if ending is None:
        yield words["no_end"]
        return
    yield words["end"].format_map({**ending, "at": _short(ending["at"]), "by": words[ending["by"]]})
    amounts = {"price": yuan(told["price_fen"]), "fee": yuan(told["fee_fen"])}
    if ending["late_by_minutes"] is not None:
        percent = told["policy"]["late_cancel_fee_percent"]
        yield words["late"].format(minutes=ending["late_by_minutes"], percent=percent, **amounts)
    else:
        yield words["missed" if told["fee_fen"] else "no_fee"].format_map(amounts)


def _deposit(told: Json, words: Mapping[str, str]) -> Iterable[str]:
    deposit = told["deposit"]
    if deposit is None:
        return
    amounts = {"price": yuan(deposit["of_price_fen"]), "amount": yuan(deposit["deposit_fen"])}
    yield words["deposit"].format_map({**deposit, **amounts, "version": deposit["terms"]["version"]})
    paid = {"paid": yuan(deposit["paid_fen"]), "fee": yuan(told["fee_fen"]), "back": yuan(deposit["refund_fen"])}
    if deposit["paid_fen"]:
        yield words["refund" if told["ending"] else "paid"].format_map(paid)


def _short(moment: str) -> str:
    """An instant to the second, on the store's clock."""
    return datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")


COMMANDS = [explain_fee]
