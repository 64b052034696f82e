"""Service records 服务记录: what was done in a visit, with its pictures."""
