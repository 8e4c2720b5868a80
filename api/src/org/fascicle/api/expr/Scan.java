package org.fascicle.api.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A loop over the steps of sequences, as recurrent layers need it: each step computes from what the step before it left (the carries) and
 * from its slice of each sequence. The body is a function that is called once, when the loop is traced; it may use any expression around
 * it, which is then the same in all steps. What does not depend on a step is computed once, before the loop.
 *
 * <pre>{@code
 * Scan loop = Scan.over(x).from(zeros).run(step -> {
 *     Expr h = tanh(step.slice(0).add(matmul(step.carry(0), recurrentKernel)));
 *     return step.next(h).giving(h);
 * });
 * Expr last = loop.carry(0);     // [rows, units]
 * Expr all = loop.output(0);     // [rows, steps, units]
 * }</pre>
 *
 * <p>The steps of a sequence lie along its axis 1 if its axis 0 is the batch's rows, else along its axis 0; their number is fixed. An
 * output of each step is stacked in the same way. Parameters and random numbers that the body asks its scope for are asked for once: they
 * are the same in each step. Immutable.
 */
public final class Scan {
    private final ScanLoop loop;

    private Scan(ScanLoop loop) {
        this.loop = loop;
    }

    /** What a loop is made with. */
    public static final class Builder {
        private final List<Expr> sequences;
        private final int steps;
        private List<Expr> initial = List.of();
        private boolean isBackwards;

        private Builder(List<Expr> sequences, int steps) {
            this.sequences = sequences;
            this.steps = steps;
        }

        /** What the carries are before the first step; without it there are none. */
        public Builder from(Expr... carries) {
            initial = List.of(carries);
            return this;
        }

        /** From the last step to the first, if true: slices are read and outputs written at the same place as else. */
        public Builder backwards(boolean backwards) {
            isBackwards = backwards;
            return this;
        }

        /**
         * The loop.
         *
         * @param body what a step does; called once, now
         * @throws ShapeException if a carry changes its type or shape, or rows are not the first axis of an output
         */
        public Scan run(Function<Step, Next> body) {
            Step step = new Step();
            for (int i = 0; i < initial.size(); i++) {
                step.carries.add(ScanBody.placeholder("carry" + i, initial.get(i)));
            }
            for (int i = 0; i < sequences.size(); i++) {
                Expr sequence = sequences.get(i);
                step.slices.add(Expressions.input("slice" + i, sequence.type(), ScanLoop.slice(sequence.shape(), steps)));
            }
            Next next = body.apply(step);
            return new Scan(
                    ScanLoop.close(initial, sequences, steps, isBackwards, step.carries, step.slices, next.carries, next.outputs,
                            Map.of()));
        }
    }

    /** What the body of a loop is given. */
    public static final class Step {
        private final List<Expr> carries = new ArrayList<>();
        private final List<Expr> slices = new ArrayList<>();

        private Step() {}

        /** What the step before left, or what the carry was at first. */
        public Expr carry(int index) {
            return carries.get(index);
        }

        /** The slice of a sequence that belongs to this step: without the axis of the steps. */
        public Expr slice(int index) {
            return slices.get(index);
        }

        /** What this step leaves, each of the type and shape of its carry. */
        public Next next(Expr... carried) {
            return new Next(List.of(carried), List.of());
        }
    }

    /** What the body of a loop gives. */
    public static final class Next {
        private final List<Expr> carries;
        private final List<Expr> outputs;

        private Next(List<Expr> carries, List<Expr> outputs) {
            this.carries = carries;
            this.outputs = outputs;
        }

        /** These, and outputs that are stacked along the axis of the steps. */
        public Next giving(Expr... perStep) {
            return new Next(carries, List.of(perStep));
        }
    }

    /**
     * A loop over sequences.
     *
     * @param sequences at least one; all have as many steps
     * @throws ShapeException if they have not, or one has no axis of steps, or there is no step
     */
    public static Builder over(Expr... sequences) {
        if (sequences.length == 0) {
            throw new ShapeException("a scan over nothing has no steps: say how many with times");
        }
        int steps = ScanLoop.steps(sequences[0].shape());
        for (Expr sequence : sequences) {
            ScanLoop.slice(sequence.shape(), steps);
        }
        return new Builder(List.of(sequences), ScanLoop.positive(steps));
    }

    /**
     * A loop without sequences.
     *
     * @param steps at least 1
     */
    public static Builder times(int steps) {
        return new Builder(List.of(), ScanLoop.positive(steps));
    }

    /** How many steps there are, at least 1. */
    public int steps() {
        return loop.steps();
    }

    /** Whether the last step comes first. */
    public boolean isBackwards() {
        return loop.isBackwards();
    }

    /** A carry behind the last step. */
    public Expr carry(int index) {
        return loop.carry(index);
    }

    /** The outputs of all steps, stacked: {@code [rows, steps, …]}, or {@code [steps, …]} of what has no rows. */
    public Expr output(int index) {
        return loop.output(index);
    }

    /** For messages. */
    @Override
    public String toString() {
        return loop.toString();
    }
}
