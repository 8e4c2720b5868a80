package org.fascicle.backend.testing;

import java.util.List;

import org.fascicle.api.backend.Backend;

/** What every backend must do, tested against the reference; a backend's own test names the backends. */
abstract class BackendContract {
    /** The backends to test; those of one family must be equal to the bit. */
    protected abstract List<? extends List<? extends Backend>> families();

    final Comparison comparison(long seed) {
        return new Comparison(seed, families());
    }
}
