package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.model.Port;
import org.fascicle.api.problem.InputException;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.core.data.Signature;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.trace.NetworkTrace;

/** The outputs of a model, with the names of their classes and what their numbers mean. */
final class OutputPorts {
    private OutputPorts() {}

    /**
     * The outputs.
     *
     * @param shapes of one row, by name, in order
     * @param targets what they are compared with
     * @param parts make the losses of a model whose record does not say what they take
     */
    static List<Port> of(Map<String, Shape> shapes, List<Signature.Target> targets, Parts parts) {
        List<Port> ports = new ArrayList<>();
        List<Domain.Outputs> asked = targets.stream().allMatch(target -> target.outputs().isPresent()) ? List.of() : asked(parts);
        shapes.forEach((name, shape) -> {
            int at = ports.size();
            Optional<Signature.Target> target = Optional.ofNullable(at < targets.size() ? targets.get(at) : null);
            Domain.Outputs meaning = target.flatMap(Signature.Target::outputs)
                    .orElse(at < asked.size() ? asked.get(at) : Domain.Outputs.ANY);
            Port port = Port.of(name, shape, target.map(Signature.Target::classNames).orElse(List.of())).meaning(meaning);
            ports.add(target.map(Signature.Target::isMultiLabel).orElse(false) ? port.multiLabel() : port);
        });
        return ports;
    }

    /**
     * A signature with names for the classes of an output.
     *
     * @param shapes of one row of each output, by name, in order
     */
    static Signature named(Signature signature, Map<String, Shape> shapes, String output, List<String> names) {
        int at = List.copyOf(shapes.keySet()).indexOf(output);
        if (at < 0) {
            throw new InputException("there is no output '" + output + "'; there are: " + String.join(", ", shapes.keySet()));
        }
        long numbers = Objects.requireNonNull(shapes.get(output)).size();
        if (names.size() != (numbers == 1 ? 2 : numbers)) {
            throw new InputException("the output '" + output + "' has " + (numbers == 1 ? "one number, for two classes" : numbers
                    + " numbers, one for each class") + ", and there are " + names.size() + " names: "
                    + String.join(", ", names));
        }
        return signature.named(at, names);
    }

    // Whoever predicts needs no loss: without it, outputs are any numbers.
    private static List<Domain.Outputs> asked(Parts parts) {
        List<Domain.Outputs> meanings = new ArrayList<>();
        try {
            ModelSpec judged = parts.reader.readJudged(parts.text);
            NetworkTrace network = new NetworkTrace(judged.networkSpec(), parts.factory, new Trace(Mode.INFERENCE, false));
            judged.outputs().forEach(output -> meanings.add(network.domain(output).outputs()));
        } catch (InputException e) {
            meanings.clear();
        }
        return meanings;
    }
}
