import eventlet
import pytest
from sqlalchemy import select, text, update

from shared import crypto, rotation
from shared.crypto import Keyring, SealBroken, new_key
from shared.rotation import rotate

OLD, NEW, INDEX = f"k1:{new_key()}", f"k2:{new_key()}", new_key()


@pytest.fixture
def before(keyring):
    """The keyring as it was, and afterwards again that of the tests."""
    crypto.install(Keyring.parse(OLD, INDEX))
    yield
    crypto.install(keyring)


@pytest.fixture
def database(make_database, before):
    return make_database()


def a_new_key_comes():
    crypto.install(Keyring.parse(f"{NEW},{OLD}", INDEX))


def the_old_key_goes():
    crypto.install(Keyring.parse(NEW, INDEX))


def adds_people(kit, database, count):
    """Two shops, so that the order of the whole primary key matters."""
    rows = [
        {"shop": f"shop-{number % 2}", "number": number, "name": f"客人{number}", "notes": None, "age": number}
        for number in range(count)
    ]
    rows[0]["notes"] = "敏感肌"
    with database.transaction() as connection:
        connection.execute(kit.people.insert(), rows)
    return {(row["shop"], row["number"]): row["name"] for row in rows}


def names(kit, database):
    with database.reading() as connection:
        return {(row.shop, row.number): row.name for row in connection.execute(select(kit.people))}


def test_after_rotating_the_old_key_is_needed_no_more(kit, database):
    written = adds_people(kit, database, 25)
    a_new_key_comes()

    assert rotate(database, kit.metadata, batch=4) == 26

    the_old_key_goes()
    assert names(kit, database) == written
    with database.reading() as connection:
        assert connection.execute(select(kit.people.c.notes).where(kit.people.c.number == 0)).scalar_one() == "敏感肌"


def test_without_rotating_the_old_key_is_needed(kit, database):
    adds_people(kit, database, 1)
    the_old_key_goes()

    with pytest.raises(SealBroken):
        names(kit, database)


@pytest.mark.parametrize("count", [1, 4, 8, 9])
def test_rotating_ends_whatever_the_last_batch_holds(kit, database, count):
    adds_people(kit, database, count)
    a_new_key_comes()

    assert rotate(database, kit.metadata, batch=4) == count + 1
    assert rotate(database, kit.metadata, batch=4) == 0


def test_what_is_not_sealed_is_left_alone(kit, database):
    adds_people(kit, database, 3)
    a_new_key_comes()
    rotate(database, kit.metadata)

    with database.reading() as connection:
        assert list(connection.execute(select(kit.people.c.age).order_by(kit.people.c.age)).scalars()) == [0, 1, 2]
        assert connection.execute(text("SELECT count(*) FROM people WHERE notes IS NULL")).scalar_one() == 2


def test_a_rotation_that_was_stopped_goes_on_where_it_was(kit, database, monkeypatch):
    written = adds_people(kit, database, 20)
    a_new_key_comes()
    real, batches = rotation._one_batch, []

    def stopped(*args, **kwargs):
        batches.append(1)
        if len(batches) > 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(rotation, "_one_batch", stopped)
    with pytest.raises(KeyboardInterrupt):
        rotate(database, kit.metadata, batch=5)
    monkeypatch.setattr(rotation, "_one_batch", real)

    assert 0 < rotate(database, kit.metadata, batch=5) < 21
    the_old_key_goes()
    assert names(kit, database) == written


def test_beside_live_writers_nothing_they_write_is_lost(kit, database):
    written = adds_people(kit, database, 60)
    a_new_key_comes()

    def rename():
        for number in range(0, 60, 3):
            with database.transaction() as connection:
                this = kit.people.c.number == number
                connection.execute(update(kit.people).where(this).values(name=f"新名{number}"))
            written[f"shop-{number % 2}", number] = f"新名{number}"
            eventlet.sleep(0)

    assert kit.at_once(lambda: rotate(database, kit.metadata, batch=7), rename)[1] is None

    the_old_key_goes()
    assert names(kit, database) == written


def test_a_value_changed_after_it_was_read_is_left_as_it_was_changed(kit, database, monkeypatch):
    adds_people(kit, database, 1)
    a_new_key_comes()
    real = Keyring.unseal

    def changed_meanwhile(ring, sealed, place):
        plain = real(ring, sealed, place)
        with database.transaction() as connection:
            connection.execute(update(kit.people).values(name="新名"))
        return plain

    monkeypatch.setattr(Keyring, "unseal", changed_meanwhile)
    rotate(database, kit.metadata)
    monkeypatch.setattr(Keyring, "unseal", real)

    assert list(names(kit, database).values()) == ["新名"]


def test_a_value_that_does_not_open_stops_the_rotation_loudly(kit, database):
    adds_people(kit, database, 1)
    crypto.install(Keyring.parse(NEW, INDEX))

    with pytest.raises(SealBroken, match=r"people\.name"):
        rotate(database, kit.metadata)
