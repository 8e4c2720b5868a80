package org.fascicle.api.training;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;

/** Techniques of a training were replaced by other versions between two steps. Immutable. */
public final class TechniqueChange {
    private final long step;
    private final List<Replacement> replacements;
    private final List<String> carried;
    private final List<String> begunAnew;
    private final List<String> dropped;

    private TechniqueChange(long step, List<Replacement> replacements, List<String> carried, List<String> begunAnew,
            List<String> dropped) {
        this.step = step;
        this.replacements = replacements;
        this.carried = carried;
        this.begunAnew = begunAnew;
        this.dropped = dropped;
    }

    /** A change. */
    public static TechniqueChange of(long step, List<Replacement> replacements, Collection<String> carried,
            Collection<String> begunAnew, Collection<String> dropped) {
        return new TechniqueChange(step, List.copyOf(replacements), List.copyOf(carried), List.copyOf(begunAnew),
                List.copyOf(dropped));
    }

    /** The number of steps that were made before. */
    public long step() {
        return step;
    }

    /** Which techniques were replaced. */
    public List<Replacement> replacements() {
        return replacements;
    }

    /**
     * The paths of the tensors that go on with their values: parameters, states and slots whose name and shape are as before. So do
     * step, history, schedules and random streams.
     */
    public List<String> carried() {
        return carried;
    }

    /** The paths of the tensors that have first values, because there were none of that name and shape. */
    public List<String> begunAnew() {
        return begunAnew;
    }

    /** The paths of the tensors that are needed no more. */
    public List<String> dropped() {
        return dropped;
    }

    /** For people: {@code after step 12: activation elu 1.0.0 replaced by 1.1.0; 8 tensors carried on}. */
    @Override
    public String toString() {
        return "after step " + step + ": " + replacements.stream().map(Replacement::toString).collect(Collectors.joining(", "))
                + "; " + carried.size() + (carried.size() == 1 ? " tensor carried on" : " tensors carried on")
                + (begunAnew.isEmpty() ? "" : "; begun anew: " + String.join(", ", begunAnew))
                + (dropped.isEmpty() ? "" : "; dropped: " + String.join(", ", dropped));
    }

    /** One technique that was replaced. Immutable. */
    public static final class Replacement {
        private final Kind kind;
        private final String name;
        private final String from;
        private final String to;
        private final List<String> differences;

        private Replacement(Kind kind, String name, String from, String to, List<String> differences) {
            this.kind = kind;
            this.name = name;
            this.from = from;
            this.to = to;
            this.differences = differences;
        }

        /** A replacement. */
        public static Replacement of(Kind kind, String name, String from, String to, List<String> differences) {
            return new Replacement(kind, name, from, to, List.copyOf(differences));
        }

        /** The technique's kind. */
        public Kind kind() {
            return kind;
        }

        /** Its name as model files write it. */
        public String name() {
            return name;
        }

        /** The version of before. */
        public String from() {
            return from;
        }

        /** The version from now on. */
        public String to() {
            return to;
        }

        /** The defaults that differ, for people: {@code alpha 1.0 then, 0.5 now}. */
        public List<String> differences() {
            return differences;
        }

        /** For people: {@code activation elu 1.0.0 replaced by 1.1.0 (alpha 1.0 then, 0.5 now)}. */
        @Override
        public String toString() {
            return kind + " " + name + " " + from + " replaced by " + to
                    + (differences.isEmpty() ? "" : " (" + String.join("; ", differences) + ")");
        }
    }
}
