"""Vietnamese texts for errors of the operating system."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "hết chỗ trên ổ đĩa",
    errno.EDQUOT: "hết dung lượng được cấp",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.ENOTDIR: "có phần của đường dẫn không phải là thư mục",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ELOOP: "liên kết lòng vòng",
    errno.EIO: "ổ đĩa bị lỗi",
}


def reason(error: OSError) -> str:
    """Return an error's reason, in Vietnamese if it is a common one, or else the system's text."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
