package org.fascicle.api.backend;

import java.util.List;

/** What one run of a program did, part by part, in the order in which it ran, and how long each part took. Immutable. */
public final class Profile {
    private final List<Part> parts;

    private Profile(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** A profile. */
    public static Profile of(List<Part> parts) {
        return new Profile(parts);
    }

    /** The parts. */
    public List<Part> parts() {
        return parts;
    }

    /** The time of all parts, in nanoseconds. */
    public double nanos() {
        return parts.stream().mapToDouble(Part::nanos).sum();
    }

    /** The number of phases: one more than there are barriers within a run. */
    public int phases() {
        return (int) parts.stream().mapToInt(Part::phase).distinct().count();
    }

    /** A kernel, or a copy that the backend made of itself. Immutable. */
    public static final class Part {
        private final String operation;
        private final List<String> provenances;
        private final List<String> techniques;
        private final int phase;
        private final boolean isMove;
        private final long bytes;
        private final long operations;
        private final double nanos;

        private Part(String operation, List<String> provenances, List<String> techniques, int phase, boolean isMove,
                long bytes, long operations, double nanos) {
            this.operation = operation;
            this.provenances = List.copyOf(provenances);
            this.techniques = List.copyOf(techniques);
            this.phase = phase;
            this.isMove = isMove;
            this.bytes = bytes;
            this.operations = operations;
            this.nanos = nanos;
        }

        /**
         * A part.
         *
         * @param operation what it computes, for people: {@code matmul}, {@code sub mul where sum}
         * @param provenances where its operations come from, each once: {@code dense_1 (gradient)}
         * @param phase parts of equal phase run without a barrier between them, where they are not measured
         * @param isMove whether it computes nothing and only brings elements to another place or order
         * @param bytes the least that it must move: each array that it reads or writes, once
         * @param operations the arithmetic operations on numbers; a function such as exp counts as one
         * @param nanos how long it took
         */
        public static Part of(String operation, List<String> provenances, int phase, boolean isMove, long bytes,
                long operations, double nanos) {
            return new Part(operation, provenances, List.of(), phase, isMove, bytes, operations, nanos);
        }

        /** The same part with another time. */
        public Part nanos(double other) {
            return new Part(operation, provenances, techniques, phase, isMove, bytes, operations, other);
        }

        /**
         * The same part with other origins.
         *
         * @param places where its operations come from, each once
         * @param names of the techniques that they come from, each once
         */
        public Part from(List<String> places, List<String> names) {
            return new Part(operation, places, names, phase, isMove, bytes, operations, nanos);
        }

        /** What it computes. */
        public String operation() {
            return operation;
        }

        /** Where its operations come from. */
        public List<String> provenances() {
            return provenances;
        }

        /**
         * The names of the techniques that its operations come from, and of the options of an update, each once:
         * {@code dense}, {@code elu}, {@code nesterov}, {@code weight_decay}. Empty as a backend measures it, which knows no
         * techniques.
         */
        public List<String> techniques() {
            return techniques;
        }

        /** Parts of equal phase run without a barrier between them, where they are not measured. */
        public int phase() {
            return phase;
        }

        /** Whether it only brings elements to another place or order. */
        public boolean isMove() {
            return isMove;
        }

        /** The least number of bytes that it must move. */
        public long bytes() {
            return bytes;
        }

        /** The arithmetic operations. */
        public long operations() {
            return operations;
        }

        /** How long it took, in nanoseconds. */
        public double nanos() {
            return nanos;
        }
    }
}
