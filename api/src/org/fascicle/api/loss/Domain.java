package org.fascicle.api.loss;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.OptionalInt;

/**
 * What a loss or a metric can judge: what a network's output has to mean, how many units it has to have, and what targets have to be.
 * The platform checks what it can know before the first step of a training, and the targets on the data once. A metric that asks for
 * probabilities gets them where the loss takes logits. Immutable.
 */
public final class Domain {
    /** What the numbers of an output mean. */
    public enum Outputs {
        /** Any numbers. */
        ANY,
        /** Probabilities, each by itself: of a sigmoid. */
        PROBABILITIES,
        /** Probabilities of classes along the last axis: of a softmax. */
        DISTRIBUTION,
        /** What a sigmoid would make probabilities of, each by itself. */
        LOGITS,
        /** What a softmax would make probabilities of classes of. */
        DISTRIBUTION_LOGITS,
        /** Logarithms of probabilities. */
        LOG_PROBABILITIES;

        /** Whether a softmax or sigmoid at the end of the network would be one too many. */
        public boolean isBeforeActivation() {
            return this == LOGITS || this == DISTRIBUTION_LOGITS;
        }

        /** Whether the numbers are probabilities themselves. */
        public boolean isOfProbabilities() {
            return this == PROBABILITIES || this == DISTRIBUTION;
        }
    }

    /** How many units an output has. */
    public enum Units {
        /** Any number. */
        ANY,
        /** One for each class along the last axis, and so at least two. */
        CLASSES
    }

    /** What the numbers of a target are; labels are checked against the classes of the data in any case. */
    public enum Targets {
        /** Any numbers. */
        ANY,
        /** Numbers from 0 to 1; a label is a yes or a no. */
        UNIT_INTERVAL,
        /** Numbers from 0 to 1, one for each class; a label stands for its class alone. */
        DISTRIBUTION,
        /** −1, 0 or 1; a label is a yes or a no. */
        SIGNS
    }

    private static final Domain ANY = new Domain(Outputs.ANY, Units.ANY, Targets.ANY, OptionalInt.empty());

    private final Outputs outputs;
    private final Units units;
    private final Targets targets;
    private final OptionalInt ignored;

    private Domain(Outputs outputs, Units units, Targets targets, OptionalInt ignored) {
        this.outputs = outputs;
        this.units = units;
        this.targets = targets;
        this.ignored = ignored;
    }

    /** Any outputs, and any targets. */
    public static Domain any() {
        return ANY;
    }

    /** Outputs of a meaning, and any targets. */
    public static Domain of(Outputs outputs) {
        return new Domain(requireGiven(outputs, "outputs"), Units.ANY, Targets.ANY, OptionalInt.empty());
    }

    /** With a number of units. */
    public Domain units(Units number) {
        return new Domain(outputs, requireGiven(number, "number"), targets, ignored);
    }

    /** With targets of a kind. */
    public Domain targets(Targets kind) {
        return new Domain(outputs, units, requireGiven(kind, "kind"), ignored);
    }

    /** With a class that needs no unit, because its rows do not count. */
    public Domain ignoring(int label) {
        return new Domain(outputs, units, targets, OptionalInt.of(label));
    }

    /** What the numbers of an output mean. */
    public Outputs outputs() {
        return outputs;
    }

    /** How many units an output has. */
    public Units units() {
        return units;
    }

    /** What the numbers of a target are. */
    public Targets targets() {
        return targets;
    }

    /** The class whose rows do not count, if there is one. */
    public OptionalInt ignored() {
        return ignored;
    }

    @Override
    public String toString() {
        return "outputs " + outputs + ", units " + units + ", targets " + targets;
    }
}
