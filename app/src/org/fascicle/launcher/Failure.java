package org.fascicle.launcher;

/** What keeps the platform from starting, in words for its user. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }
}
