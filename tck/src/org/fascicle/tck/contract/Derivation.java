package org.fascicle.tck.contract;

import static org.fascicle.api.technique.Kind.ACTIVATION;
import static org.fascicle.api.technique.Kind.CONSTRAINT;
import static org.fascicle.api.technique.Kind.LAYER;
import static org.fascicle.api.technique.Kind.LOSS;
import static org.fascicle.api.technique.Kind.REGULARIZER;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.metric.Direction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.OptionException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.tck.subject.Leaf;
import org.fascicle.tck.subject.Program;
import org.fascicle.tck.subject.Step;
import org.fascicle.tck.subject.SampleValues;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Subjects;
import org.fascicle.tck.subject.Target;
import org.fascicle.tck.subject.Usual;
import org.fascicle.tck.subject.Variants;

/** Derives the contract of one technique from what it answers. Used by one thread, once. */
final class Derivation {
    private static final int ROWS = 2;
    private static final Set<Kind> DIFFERENTIATED = Set.of(LAYER, ACTIVATION, LOSS, REGULARIZER, CONSTRAINT);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TechniqueType type;
    private final Target target;
    private final Backend reference;

    Derivation(TechniqueType type, Backend reference) {
        this.type = type;
        this.target = new Target(new Alone(type), type.kind(), type.qualifiedName(), type.version());
        this.reference = reference;
    }

    ObjectNode run() {
        ObjectNode contract = JSON.objectNode();
        contract.put(Contract.VERSION, type.version());
        ObjectNode options = contract.putObject(Contract.OPTIONS);
        type.options().forEach(each -> options.set(each.name(), option(each)));
        type.shorthand().ifPresent(shorthand -> {
            ObjectNode node = contract.putObject(Contract.SHORTHAND);
            shorthand.options().forEach((name, own) -> node.put(name, known(name, own)));
            shorthand.flag().ifPresent(flag -> node.put(flag, ""));
        });
        // The data themselves are in files, which each machine has elsewhere.
        if (type.kind() == Kind.DATA) {
            contract.putObject(Contract.CASES);
        } else {
            cases(contract);
        }
        return contract;
    }

    private static ObjectNode option(Option option) {
        ObjectNode node = JSON.objectNode();
        node.put("type", option.type().name().toLowerCase(Locale.ROOT));
        option.kind().ifPresent(kind -> node.put("kind", kind.toString()));
        option.range().ifPresent(range -> node.put("range", range.toString()));
        if (!option.choices().isEmpty()) {
            option.choices().forEach(node.putArray("choices")::add);
        }
        option.defaultText().ifPresent(text -> node.put("default", text));
        return node;
    }

    private String known(String name, String own) {
        if (type.option(own).isEmpty() && !type.kind().commonOptions().contains(own)) {
            throw new IllegalStateException("the shorthand '" + name + "' of " + type + " is for its option '" + own
                    + "', which it does not have");
        }
        return own;
    }

    private static void direction(ObjectNode contract, Direction direction) {
        if (direction != Direction.NONE) {
            contract.put(Contract.DIRECTION, direction.name().toLowerCase(Locale.ROOT));
        }
    }

    private void cases(ObjectNode contract) {
        Map<String, Object> usual;
        try {
            usual = Usual.options(target, SampleValues.named(target));
        } catch (OptionException e) {
            contract.putObject(Contract.CASES);
            return;
        }
        if (type.kind() == Kind.METRIC) {
            direction(contract, ((Metric) target.create(usual)).direction());
        }
        ObjectNode into = contract.putObject(Contract.CASES);
        for (Map<String, Object> options : new Variants(target).around(usual)) {
            if (type.kind() == Kind.SCHEDULE) {
                into.set("twelve steps in three epochs" + with(options), schedule(options));
                continue;
            }
            List<Subject> training = Subjects.of(target, options, Mode.TRAINING).made();
            boolean isUsual = options.equals(usual);
            // Other options are tried with the largest input alone.
            for (Subject subject : training.subList(isUsual ? 0 : Math.max(0, training.size() - 1), training.size())) {
                into.set(subject.toString(), answer(subject));
            }
            if (isUsual && training.stream().anyMatch(Subject::asksMode)) {
                Subjects.of(target, options, Mode.INFERENCE).made()
                        .forEach(subject -> into.set(subject.toString(), answer(subject)));
            }
        }
    }

    private static String with(Map<String, Object> options) {
        return options.isEmpty() ? "" : " with " + options;
    }

    private ObjectNode schedule(Map<String, Object> options) {
        Schedule schedule = (Schedule) target.create(options);
        double[] values = new double[Step.COUNT];
        for (int step = 0; step < values.length; step++) {
            values[step] = schedule.at(new Step(step));
        }
        ObjectNode node = JSON.objectNode();
        node.putObject(Contract.VALUES).set("the value", Digest.of("[" + Step.COUNT + "]", values));
        return node;
    }

    private ObjectNode answer(Subject subject) {
        ObjectNode node = JSON.objectNode();
        Map<String, Expr> outputs = new LinkedHashMap<>(subject.values());
        subject.initials().forEach(outputs::put);
        try (Program program = Program.of(reference, Precision.FLOAT64, outputs, subject.leaves(), ROWS)) {
            run(program);
            digests(node, Contract.PARAMETERS, subject.initials(), program);
            if (!subject.states().isEmpty()) {
                ObjectNode states = node.putObject(Contract.STATES);
                subject.states().forEach(state -> states.putObject(state.variable().path())
                        .put("shape", state.value().shape().toString()).put("initial", state.initial()));
            }
            digests(node, Contract.VALUES, subject.values(), program);
        }
        if (DIFFERENTIATED.contains(type.kind())) {
            try (Program program = Program.ofGradients(reference, Precision.FLOAT64, subject, ROWS)) {
                run(program);
                ObjectNode gradients = node.putObject(Contract.GRADIENTS);
                for (Leaf leaf : subject.wanted()) {
                    gradients.set(leaf.name(), Digest.of(leaf.expression().shape().toString(), program.gradient(leaf)));
                }
                // Penalties, which have no other place, are part of what was differentiated.
                ((ObjectNode) node.path(Contract.VALUES)).set("the sum", Digest.of("[]", new double[] {program.loss()}));
            }
        }
        return node;
    }

    private static void digests(ObjectNode into, String key, Map<String, Expr> expressions, Program program) {
        if (!expressions.isEmpty()) {
            ObjectNode node = into.putObject(key);
            expressions.forEach((name, value) -> node.set(name, Digest.of(value.shape().toString(), program.read(name))));
        }
    }

    /** Each leaf gets numbers of its own, so that a new leaf changes none of them. */
    private static void run(Program program) {
        program.leaves().forEach(leaf -> program.set(leaf.name(), leaf.draw(new Random(leaf.name().hashCode()), ROWS)));
        program.run();
    }
}
