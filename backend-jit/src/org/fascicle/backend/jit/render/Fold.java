package org.fascicle.backend.jit.render;

/** How values are summed up, or the greatest of them found, in C++. */
enum Fold {
    /** Sums. */
    SUM("F", "F{}", "%s + %s", "%s", "sum"),
    /** The greatest, by ints that are in the order of the numbers. */
    GREATEST("I", "ranked(reals(-__builtin_inff()))", "__builtin_elementwise_max(%s, ranked(%s))", "number(%s)", "greatest");

    /** The type of a vector of partial results. */
    final String type;
    /** What they begin with. */
    final String begin;
    /** The function that makes one number of them. */
    final String reduce;
    private final String join;
    private final String whole;

    Fold(String type, String begin, String join, String whole, String reduce) {
        this.type = type;
        this.begin = begin;
        this.join = join;
        this.whole = whole;
        this.reduce = reduce;
    }

    /** Partial results and a vector of numbers more. */
    String join(String partial, String numbers) {
        return String.format(join, partial, numbers);
    }

    /** Partial results as numbers. */
    String whole(String partial) {
        return String.format(whole, partial);
    }
}
