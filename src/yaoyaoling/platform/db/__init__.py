"""PostgreSQL: roles, migrations, connections, transactions."""
