package org.fascicle.dashboard.web;

/** More is sent than can be taken. */
public final class BodyTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** More than this number of bytes. */
    public BodyTooLarge(int most) {
        super("it is too large: at most " + most / (1 << 20) + " MB");
    }
}
