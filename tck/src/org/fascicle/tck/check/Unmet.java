package org.fascicle.tck.check;

/** A property does not hold, or cannot be checked. It carries a message alone. */
public final class Unmet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean skipped;

    private Unmet(String reason, boolean skipped) {
        super(reason);
        this.skipped = skipped;
    }

    /** Why it does not hold, or cannot be checked. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** The property does not hold. */
    public static Unmet failed(String reason) {
        return new Unmet(reason, false);
    }

    /** It cannot be checked. */
    public static Unmet skipped(String reason) {
        return new Unmet(reason, true);
    }

    /** Fails unless a condition holds. */
    public static void require(boolean holds, String reason) {
        if (!holds) {
            throw failed(reason);
        }
    }

    /** Whether it could not be checked. */
    public boolean isSkipped() {
        return skipped;
    }
}
