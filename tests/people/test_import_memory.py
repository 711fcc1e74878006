"""An import takes as much memory for a long file as for a short one."""

import gc
import tracemalloc

from database import transaction
from people import imports, jobs_imports


def many(count, start=0):
    return "mail;name;team\n" + "".join(f"p{number:05}@x.org;Person {number};T{number % 9}\n" for number in range(start, count))


def test_memory_stays_flat_however_long_the_file_is(begin, everybody):
    # given: what is kept once for all is kept already
    peaks = {}
    for lines in (500, 1000, 8000):
        import_ = begin(many(lines, start=lines // 2))

        # when
        gc.collect()
        gc.freeze()  # what the tests before have left would delay the collection of what each part leaves
        gc.collect()  # ... and counts for that until the next one
        tracemalloc.start()
        with transaction():
            imports.choose_columns(import_.id, import_.mapping)
        jobs_imports.work_on(import_.id)
        with transaction():
            imports.confirm(import_.id)
        jobs_imports.work_on(import_.id)
        peaks[lines] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        gc.unfreeze()

    # then: 7,000 lines more would be 4 MB and more
    assert len(everybody("email")) == 250 + 500 + 4000
    assert peaks[8000] < peaks[1000] + 2_000_000
