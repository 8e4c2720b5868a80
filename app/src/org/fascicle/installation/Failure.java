package org.fascicle.installation;

/** What keeps the platform from starting, in words for its user. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    /** A failure; the message is all that its user sees. */
    public Failure(String message) {
        super(message);
    }
}
