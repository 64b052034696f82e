"""Every service's migrations go up and down, and end where its tables say."""

import pymongo
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from deploy import installation, stores
from shared import migrations

WITH_TABLES = [name for name in installation.services() if not migrations.keeps_documents(name)]


@pytest.mark.parametrize("service", WITH_TABLES)
def test_the_migrated_tables_are_the_tables_of_the_code(each_database_of, service: str):
    database = each_database_of(service)

    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": f"alembic_version_{service}", "compare_type": True}
        )
        differences = compare_metadata(context, stores.metadata_of(service))

    assert differences == []


@pytest.mark.parametrize("service", WITH_TABLES)
def test_down_leaves_nothing_and_up_again_restores_all(each_database_of, service: str):
    database = each_database_of(service)
    there = set(inspect(database.engine).get_table_names())

    migrations.downgrade(service, database)
    assert set(inspect(database.engine).get_table_names()) == {f"alembic_version_{service}"}
    assert not migrations.is_current(service, database)

    migrations.upgrade(service, database)
    assert set(inspect(database.engine).get_table_names()) == there
    assert migrations.is_current(service, database)


def test_index_scripts_go_up_and_down(mongo_url: str):
    client: pymongo.MongoClient = pymongo.MongoClient(mongo_url)
    documents = client.get_default_database()
    for script in migrations.document_scripts("chatbot"):
        script.upgrade(documents)
        script.upgrade(documents)
        script.downgrade(documents)
        script.upgrade(documents)
    assert documents.list_collection_names()
    client.close()
