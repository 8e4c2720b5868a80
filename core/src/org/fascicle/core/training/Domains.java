package org.fascicle.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.logging.Logger;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.core.data.Signature;
import org.fascicle.core.inference.InferenceGraphs;
import org.fascicle.core.model.LayerSpec;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.trace.NetworkTrace;

/**
 * Holds what losses and metrics can judge against the network and the data: what shapes, activations and classes show. What only
 * the rows show is left to the signature, with which rows are read.
 */
public final class Domains {
    private static final Logger LOG = Logger.getLogger(Domains.class.getName());

    private final ModelSpec model;
    private final TechniqueFactory factory;
    private final NetworkTrace network;
    private final Signature signature;

    private Domains(ModelSpec model, TechniqueFactory factory, Signature signature) {
        this.model = model;
        this.factory = factory;
        this.network = new NetworkTrace(model.networkSpec(), factory, new Trace(Mode.INFERENCE, false));
        this.signature = signature;
    }

    /**
     * Refuses what cannot be judged.
     *
     * @param signature of the data
     * @param indices how many different things the numbers of an input stand for, by its name
     * @return the signature, with what its numbers have to be
     * @throws InputException at the layer, the loss or the metric
     */
    public static Signature check(ModelSpec model, TechniqueFactory factory, Signature signature, Map<String, Integer> indices) {
        return new Domains(model, factory, signature).checked(indices);
    }

    private Signature checked(Map<String, Integer> indices) {
        Map<String, Expr> outputs = network.outputs(InferenceGraphs.batch(signature.inputs()), null);
        requireSeveral();
        List<Domain> domains = new ArrayList<>();
        for (int i = 0; i < model.outputs().size(); i++) {
            OutputSpec output = model.outputs().get(i);
            Expr value = Objects.requireNonNull(outputs.get(output.name()));
            Domain domain = network.domain(output);
            check(output, value, domain, signature.targets().get(i));
            for (TechniqueSpec metric : output.metrics()) {
                requireMeaning(metric, "metric", network.domain(metric), value);
            }
            domains.add(domain);
        }
        return signature.restricted(domains, indices);
    }

    private void requireSeveral() {
        for (int layer : network.constants()) {
            throw new InputException(model.source("/network/" + layer), "/network/" + layer,
                    "a softmax of one unit is 1 for every row",
                    "Take a sigmoid" + proposed(" (at the end, with a loss for yes or no: %s)", Domains::isYesOrNo)
                            + ", or give the layer one unit for each class");
        }
    }

    private void check(OutputSpec output, Expr value, Domain domain, Signature.Target target) {
        TechniqueSpec loss = output.loss();
        Shape row = value.shape().withoutFirst();
        int classes = target.classes();
        boolean spare = domain.ignored().isPresent() && domain.ignored().getAsInt() == classes - 1;
        int needed = spare ? classes - 1 : classes;
        boolean byClass = target.type() == Type.INT32 || classes > 0 && domain.units() == Domain.Units.CLASSES;
        if (byClass && (row.rank() != 1 || row.extent(0) < needed)) {
            throw layer(output, "the " + (output.isNamed() ? "output '" + output.name() + "'" : "last layer") + " gives "
                    + row + " for each row, and the data have " + classes + " classes", "Give it " + needed + " units");
        }
        boolean answers = domain.targets() == Domain.Targets.UNIT_INTERVAL || domain.targets() == Domain.Targets.SIGNS;
        if (answers && classes > 2) {
            throw problem(loss,
                    "the loss '" + loss.name() + "' takes answers yes or no, and the data have " + classes + " classes",
                    "Take a loss that compares classes" + proposed(" (%s)", Domains::comparesLabels) + " and " + classes
                            + " units with a softmax, or number two classes 0 and 1");
        }
        requireMeaning(loss, "loss", domain, value);
        if (domain.outputs().isOfProbabilities() && isProduct(value)) {
            LOG.warning(
                    problem(loss,
                            "the loss '" + loss.name() + "' takes probabilities, and the last layer gives any numbers: it has no"
                                    + " activation",
                            "Give it a softmax or sigmoid, or the loss \"from_logits\": true").getMessage());
        }
    }

    private void requireMeaning(TechniqueSpec spec, String what, Domain domain, Expr value) {
        Primitive last = value.op();
        if (domain.outputs().isBeforeActivation() && (last == Primitives.SOFTMAX || last == Primitives.SIGMOID)) {
            String name = last.name();
            throw problem(spec, "the " + what + " '" + spec.name() + "' takes logits, and the network ends with a " + name,
                    "Remove the " + name + ", or \"from_logits\"");
        }
        if (domain.units() == Domain.Units.CLASSES && value.shape().rank() > 1 && value.shape().extent(-1) == 1) {
            throw problem(spec, "the " + what + " '" + spec.name() + "' compares classes, and the network has one unit",
                    "Take one for yes or no"
                            + (what.equals("loss") ? proposed(" (%s)", Domains::isYesOrNo) : "")
                            + ", or give the last layer one unit for each class");
        }
    }

    /** The losses that are installed and fit, in a text; nothing if there is none. */
    private String proposed(String text, Predicate<Loss> fits) {
        List<String> names = factory.names(Kind.LOSS, loss -> fits.test((Loss) loss));
        return names.isEmpty() ? "" : String.format(Locale.ROOT, text, String.join(", ", names));
    }

    private static boolean isYesOrNo(Loss loss) {
        Domain domain = loss.domain();
        return domain.outputs() == Domain.Outputs.PROBABILITIES && domain.targets() == Domain.Targets.UNIT_INTERVAL;
    }

    private static boolean comparesLabels(Loss loss) {
        return loss.domain().units() == Domain.Units.CLASSES && loss.target() == Loss.Target.LABEL;
    }

    private static boolean isProduct(Expr value) {
        return value.op() == Primitives.MATMUL
                || value.op() == Primitives.ADD && value.operands().get(0).op() == Primitives.MATMUL;
    }

    /** A problem of the layer that gives an output. */
    private InputException layer(OutputSpec output, String problem, String remedy) {
        List<LayerSpec> layers = model.network();
        int at = layers.size() - 1;
        while (output.isNamed() && at > 0 && !layers.get(at).name().equals(output.name())) {
            at--;
        }
        return new InputException(model.source("/network/" + at), "/network/" + at, problem, remedy);
    }

    private static InputException problem(TechniqueSpec at, String problem, String remedy) {
        return new InputException(at.source(), at.pointer(), problem, remedy);
    }
}
