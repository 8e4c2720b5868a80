package org.fascicle.doctor;

/** What shows whether a change has helped. */
enum Measure {
    /** The loss on rows that are trained on. */
    LOSS("loss", false),
    /** The loss on others. */
    UNSEEN_LOSS("loss of rows that are not trained on", false),
    /** How well each class is predicted, however rare it is. */
    BALANCED("share of rows that are predicted rightly, as the mean over the classes,", true);

    private final String words;
    private final boolean more;

    Measure(String words, boolean more) {
        this.words = words;
        this.more = more;
    }

    /** That of an illness. */
    static Measure of(String illness) {
        return illness.equals(OverfittingRule.NAME) ? UNSEEN_LOSS : illness.equals(ClassRule.UNPREDICTED) ? BALANCED : LOSS;
    }

    String words() {
        return words;
    }

    boolean isMoreBetter() {
        return more;
    }

    double worst() {
        return more ? 0 : Double.POSITIVE_INFINITY;
    }
}
