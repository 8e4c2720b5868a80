package org.fascicle.app.shell;

/**
 * A verb that has failed, as Gogo wants it said: whatever console a host puts around Gogo, it shows what a command throws, while not
 * every one shows what a command writes as an error.
 */
final class FailedVerb extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "fascicle: ";

    private final int code;

    /**
     * A failure.
     *
     * @param said what the verb said of it
     * @param code its exit code
     */
    FailedVerb(String said, int code) {
        super(said.startsWith(PREFIX) ? said.substring(PREFIX.length()) : said);
        this.code = code;
    }

    int code() {
        return code;
    }

    /** What Gogo's own console shows. */
    @Override
    public String toString() {
        return PREFIX + getMessage();
    }
}
