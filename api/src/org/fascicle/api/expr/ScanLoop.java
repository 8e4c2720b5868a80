package org.fascicle.api.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A loop as compilers and backends read and rewrite it: what an author wrote as a {@link Scan}. Each of its results is an expression
 * {@code scan} of its own; scans of one loop have equal operands, and attributes that differ in the result's number alone. Immutable.
 */
public final class ScanLoop {
    private static final String BODY = "body";
    private static final String STEPS = "steps";
    private static final String BACKWARDS = "backwards";
    private static final String RESULT = "result";

    private final List<Expr> operands;
    private final ScanBody body;
    private final int steps;
    private final boolean isBackwards;

    private ScanLoop(List<Expr> operands, ScanBody body, int steps, boolean isBackwards) {
        this.operands = List.copyOf(operands);
        this.body = body;
        this.steps = steps;
        this.isBackwards = isBackwards;
    }

    /** The loop that an expression of {@code scan} is a result of. */
    public static ScanLoop of(Expr scan) {
        return of(scan.operands(), scan.attributes());
    }

    /** The loop of given operands that the attributes of a {@code scan} describe. */
    public static ScanLoop of(List<Expr> operands, Attributes a) {
        return new ScanLoop(operands, body(a), a.integer(STEPS), a.flag(BACKWARDS));
    }

    /** What each step does, of the attributes of a {@code scan}. */
    public static ScanBody body(Attributes a) {
        return a.body(BODY);
    }

    /** The attributes without the number of a result: scans of equal operands of which these are equal are one loop. */
    public static Attributes loop(Attributes a) {
        return a.with(RESULT, 0);
    }

    /** The attributes of the same result of a loop with another body. */
    public static Attributes with(Attributes a, ScanBody body) {
        return a.with(BODY, body);
    }

    /** Which result of the loop the attributes of a {@code scan} name. */
    public static int result(Attributes a) {
        return a.integer(RESULT);
    }

    /** First values of the carries, sequences, and what is the same in all steps. */
    public List<Expr> operands() {
        return operands;
    }

    /** What each step does. */
    public ScanBody body() {
        return body;
    }

    /** How many steps there are, at least 1. */
    public int steps() {
        return steps;
    }

    /** Whether the last step comes first. */
    public boolean isBackwards() {
        return isBackwards;
    }

    /** A carry behind the last step. */
    public Expr carry(int index) {
        return result(Objects.checkIndex(index, body.next().size()));
    }

    /** The outputs of all steps, stacked. */
    public Expr output(int index) {
        return result(body.next().size() + Objects.checkIndex(index, body.outputs().size()));
    }

    /** One of all results: first the carries, then the outputs. */
    public Expr result(int index) {
        return Primitives.SCAN.apply(operands, Attributes.of(BODY, body).with(STEPS, steps).with(BACKWARDS, isBackwards)
                .with(RESULT, index));
    }

    /** The same loop with more outputs; its results keep their numbers. */
    public ScanLoop with(ScanBody other) {
        return new ScanLoop(operands, other, steps, isBackwards);
    }

    /** The same loop of other operands, each of the type and shape of the one in its place. */
    public ScanLoop with(List<Expr> others) {
        return new ScanLoop(others, body, steps, isBackwards);
    }

    /**
     * The same loop with results that were computed anew. What does not depend on a step any more is computed before the loop.
     *
     * @param results over the body's placeholders
     */
    public ScanLoop rebuilt(List<Expr> results) {
        ScanBody made = body.with(results);
        Map<Expr, Expr> outer = new IdentityHashMap<>();
        int carries = body.carries().size();
        int captured = carries + body.slices().size();
        for (int i = 0; i < body.captured().size(); i++) {
            outer.put(body.captured().get(i), operands.get(captured + i));
        }
        return close(operands.subList(0, carries), operands.subList(carries, captured), steps, isBackwards, body.carries(),
                body.slices(), made.next(), made.outputs(), outer);
    }

    /**
     * A loop of expressions over placeholders: for compilers. What does not depend on the placeholders of carries and slices becomes an
     * operand.
     *
     * @param initial first values of the carries
     * @param sequences what the slices are of
     * @param carries placeholders, one for each carry: inputs that stand for nothing else
     * @param slices placeholders, one for each sequence
     * @param next what the carries become
     * @param outputs what each step gives
     * @param outer what other placeholders stand for
     * @throws ShapeException if a carry changes its type or shape, or rows are not the first axis of an output
     */
    public static ScanLoop close(List<Expr> initial, List<Expr> sequences, int steps, boolean isBackwards, List<Expr> carries,
            List<Expr> slices, List<Expr> next, List<Expr> outputs, Map<Expr, Expr> outer) {
        List<Expr> results = new ArrayList<>(next);
        results.addAll(outputs);
        ScanClosing closing = new ScanClosing(carries, slices, outer);
        List<Expr> closed = closing.close(results);
        ScanBody body = new ScanBody(closing.carries(), closing.slices(), closing.captured(), closed.subList(0, next.size()),
                closed.subList(next.size(), closed.size()));
        List<Expr> operands = new ArrayList<>(initial);
        operands.addAll(sequences);
        operands.addAll(closing.values());
        return new ScanLoop(operands, body, steps, isBackwards);
    }

    /**
     * The shape of what each step gives, for all steps.
     *
     * @throws ShapeException if rows are not the first axis
     */
    public static Shape stacked(Shape step, int steps) {
        if (step.rowsAxis() > 0) {
            throw new ShapeException("what a scan stacks must have the rows as its first axis, or none: " + step);
        }
        return step.insert(stepAxis(step), steps);
    }

    /** The axis along which the steps of a sequence, or of what is stacked, lie: 1 behind rows, else 0. */
    public static int stepAxis(Shape shape) {
        return shape.isBatched() ? 1 : 0;
    }

    static int positive(int steps) {
        if (steps < 1) {
            throw new ShapeException("a scan needs at least one step, not " + steps);
        }
        return steps;
    }

    static int steps(Shape sequence) {
        if (sequence.rowsAxis() > 0 || sequence.rank() <= stepAxis(sequence)) {
            throw new ShapeException("a scan needs [rows, steps, …] or [steps, …], not " + sequence);
        }
        return sequence.extent(stepAxis(sequence));
    }

    /** The shape of one step's slice. */
    static Shape slice(Shape sequence, int steps) {
        if (steps(sequence) != steps) {
            throw new ShapeException("the sequences of a scan have " + steps + " steps, but " + sequence + " has "
                    + steps(sequence));
        }
        return sequence.drop(stepAxis(sequence));
    }

    static Primitive.Result infer(List<Expr> x, Attributes a) {
        ScanBody body = body(a);
        List<Expr> placeholders = body.placeholders();
        int steps = positive(a.integer(STEPS));
        if (x.size() != placeholders.size()) {
            throw new ShapeException("a scan of a " + body + " takes " + placeholders.size() + " operands, not " + x.size());
        }
        for (int i = 0; i < x.size(); i++) {
            boolean isSequence = i >= body.carries().size() && i < body.carries().size() + body.slices().size();
            Shape given = isSequence ? slice(x.get(i).shape(), steps) : x.get(i).shape();
            Expr wanted = placeholders.get(i);
            if (x.get(i).type() != wanted.type() || !given.equals(wanted.shape())) {
                throw new ShapeException("operand " + i + " of a scan is " + x.get(i).type() + " " + given + " in a step, not "
                        + wanted.type() + " " + wanted.shape());
            }
        }
        List<Expr> results = body.results();
        Expr result = results.get(Objects.checkIndex(a.integer(RESULT), results.size()));
        boolean isCarry = a.integer(RESULT) < body.next().size();
        return new Primitive.Result(result.type(), isCarry ? result.shape() : stacked(result.shape(), steps));
    }

    /** For messages. */
    @Override
    public String toString() {
        return "scan of " + steps + " steps of a " + body;
    }

    /** Whether two loops are one: the same operands, body and order. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ScanLoop)) {
            return false;
        }
        ScanLoop scan = (ScanLoop) other;
        return steps == scan.steps && isBackwards == scan.isBackwards && operands.equals(scan.operands) && body.equals(scan.body);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {operands, body, steps, isBackwards});
    }
}
