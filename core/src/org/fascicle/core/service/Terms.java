package org.fascicle.core.service;

/** What a training does when techniques come and go. Immutable. */
final class Terms {
    /** Whether it takes higher versions while its own are there. */
    final boolean follow;
    /** Whether it waits for what has left, for as long as it takes. */
    final boolean waits;
    /** How long it waits at least, in nanoseconds: a bundle that is updated leaves and comes. */
    final long patience;

    Terms(boolean follow, boolean waits, long patience) {
        this.follow = follow;
        this.waits = waits;
        this.patience = patience;
    }
}
