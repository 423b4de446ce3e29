"""The parts of `yyl --help`."""

START = "开始 · Start"
HALL = "大厅 · The running hall"
CITY = "城市与账本 · City and ledger"
PAPERS = "说明 · Documents"
PROCESSES = "单个进程 · Single processes (the supervisor of `demo` starts them for you)"
WORK = "开发 · Development"
