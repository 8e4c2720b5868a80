package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.format.keras.CallReader.Call;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a Sequential or functional model in Keras's order, those of models within it among them: a layer {@code dense} of the model
 * {@code encoder} is {@code encoder_dense}. A layer that is called several times is as many layers, unless it has weights, which our layers
 * do not share. Used once.
 */
final class Graph {
    private static final String INPUT = "InputLayer";
    private static final String SEQUENTIAL = "Sequential";
    private static final Set<String> MODELS = Set.of(SEQUENTIAL, "Functional", "Model");
    private static final int DEEPEST = 20;

    private final TechniqueReader techniques;
    private final Masks masks;
    private final CallReader calls;
    /** Whether a folder of the weights has any. */
    private final Predicate<String> hasWeights;
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, JsonNode> inputs = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    /** What outputs of models, and inputs of models within others, come from. */
    private final Map<Source, Source> means = new HashMap<>();

    Graph(TechniqueReader techniques, Predicate<String> hasWeights) {
        this.techniques = techniques;
        this.masks = new Masks(techniques);
        this.calls = new CallReader(techniques, masks);
        this.hasWeights = hasWeights;
    }

    /**
     * A layer.
     *
     * @param name unique
     * @param folder of its weights
     * @param trained whether it is trained
     * @param sources what it reads, before it is resolved
     * @param arguments of its call that are options here
     */
    record Layer(String name, String type, JsonNode config, String folder, boolean trained, List<Source> sources,
            Map<String, Object> arguments, String where) {}

    /** Where a model lies: what stands in front of names, folders and places, and whether it is trained. */
    private record Within(String prefix, String folder, String where, boolean trained, int depth) {}

    /** Takes the model's layers, and gives its outputs. */
    List<String> read(JsonNode model, String root) {
        Within outside = new Within("", root, "config.json", true, 0);
        List<Source> outputs = model(model, outside, List.of());
        masks.check(layers, this::resolved);
        return outputs.stream().map(output -> resolved(output, "config.json/output_layers")).toList();
    }

    /** The inputs of the model: their layers, by name. */
    Map<String, JsonNode> inputs() {
        return inputs;
    }

    /** The layers but the inputs. */
    List<Layer> layers() {
        return layers;
    }

    /** The names of the layers or inputs that a layer reads. */
    List<String> from(Layer layer) {
        return layer.sources().stream().map(source -> resolved(source, layer.where())).toList();
    }

    private String resolved(Source source, String where) {
        Source known = source;
        for (int i = 0; means.containsKey(known); i++) {
            known = means.get(known);
            if (i > means.size()) {
                throw techniques.problem(where, "its inputs lead to themselves", null);
            }
        }
        if (known.output() != 0 || known.call() != 0) {
            throw techniques.problem(where,
                    "there is no output " + known.output() + " of call " + known.call() + " of '" + known.name()
                            + "'",
                    null);
        }
        return known.name();
    }

    private List<Source> model(JsonNode model, Within within, List<Source> given) {
        String type = techniques.type(model, within.where());
        if (!MODELS.contains(type)) {
            throw techniques.problem(within.where(), "a model of the class " + type + " is code, and has no equal here",
                    "Save a Sequential or a functional model");
        } else if (within.depth() > DEEPEST) {
            throw techniques.problem(within.where(), "models lie within models more than " + DEEPEST + " deep", null);
        }
        JsonNode config = model.path("config");
        boolean sequential = type.equals(SEQUENTIAL);
        List<Source> begins = sequential ? given : inputsOf(config, within, given);
        Map<String, Integer> counts = new HashMap<>();
        Source previous = begins.isEmpty() ? null : begins.get(0);
        for (JsonNode node : config.path("layers")) {
            String own = node.path("config").path("name").asText(node.path("name").asText(""));
            String where = within.where() + "/layers/" + own;
            String layer = techniques.type(node, where);
            dtype(node.path("config").path("dtype"), where);
            String folder = Names.folder(layer);
            if (!layer.equals(INPUT) || !sequential) {
                int count = counts.merge(folder, 1, Integer::sum) - 1;
                folder = within.folder() + "/" + folder + (count == 0 ? "" : "_" + count);
            }
            if (own.isEmpty() || !names.add(within.prefix() + own)) {
                throw techniques.problem(where, "two layers have this name, or it is none", null);
            }
            if (Masks.isMade(node, layer)) {
                masks.made(node, layer, Source.of(within.prefix() + own),
                        calls.references(node.path("inbound_nodes").path(0).path("args"), within.prefix(), where), where);
                continue;
            } else if (layer.equals(INPUT)) {
                if (within.depth() == 0) {
                    inputs.put(own, node.path("config"));
                    previous = Source.of(own);
                }
                continue;
            }
            previous = previous == null && sequential ? unnamed() : previous;
            previous = member(node, layer, own, folder, within, sequential ? previous : null, where);
        }
        return sequential ? previous == null ? List.of() : List.of(previous)
                : calls.references(config.path("output_layers"), within.prefix(), within.where() + "/output_layers");
    }

    /** The input of a Sequential model that has no layer for it. */
    private Source unnamed() {
        names.add("input");
        inputs.put("input", TechniqueReader.MISSING);
        return Source.of("input");
    }

    /** Ties the inputs of a model within another to what it reads. */
    private List<Source> inputsOf(JsonNode config, Within within, List<Source> given) {
        List<Source> own = calls.references(config.path("input_layers"), within.prefix(), within.where() + "/input_layers");
        if (within.depth() > 0) {
            if (own.size() != given.size()) {
                throw techniques.problem(within.where(), "the model has " + own.size() + " inputs, and is given " + given.size(),
                        null);
            }
            for (int i = 0; i < own.size(); i++) {
                means.put(own.get(i), given.get(i));
            }
        }
        return own;
    }

    /** Takes a layer or a model within the model, and gives its first output. */
    private Source member(JsonNode node, String type, String own, String folder, Within within, @Nullable Source previous,
            String where) {
        String name = within.prefix() + own;
        JsonNode flag = node.path("config").path("trainable");
        boolean trained = within.trained() && (!flag.isBoolean() || flag.booleanValue());
        List<Call> calls = previous != null ? List.of(new Call(List.of(previous), Map.of()))
                : this.calls.calls(node, type, within.prefix(), where);
        if (MODELS.contains(type)) {
            if (calls.size() != 1) {
                throw techniques.problem(where,
                        "the model is called " + calls.size() + " times; here each layer has weights of its own",
                        null);
            }
            List<Source> outputs = model(node, new Within(name + "_", folder + "/layers", where, trained, within.depth() + 1),
                    calls.get(0).sources());
            for (int i = 0; i < outputs.size(); i++) {
                means.put(new Source(name, 0, i), outputs.get(i));
                // As the output of a model, Keras counts the calls of a functional one from 1 on.
                means.put(new Source(name, 1, i), outputs.get(i));
            }
            return Source.of(name);
        } else if (calls.size() > 1 && hasWeights.test(folder)) {
            throw techniques.problem(where,
                    "the layer is called " + calls.size() + " times; here each layer has weights of its own",
                    null);
        }
        for (int call = 0; call < calls.size(); call++) {
            String copy = call == 0 ? name : name + "_call_" + call;
            if (call > 0 && !names.add(copy)) {
                throw techniques.problem(where, "two layers have the name '" + copy + "'", null);
            }
            means.put(new Source(name, call, 0), Source.of(copy));
            List<String> states = RecurrentStates.of(type, node.path("config"));
            for (int state = 0; state < states.size(); state++) {
                means.put(new Source(name, call, 1 + state), Source.of(copy + "/" + states.get(state)));
            }
            layers.add(new Layer(copy, type, node.path("config"), folder, trained, calls.get(call).sources(),
                    calls.get(call).arguments(), where));
        }
        means.remove(Source.of(name));
        return Source.of(name);
    }

    private void dtype(JsonNode dtype, String where) {
        String policy = dtype.isTextual() ? dtype.textValue() : dtype.path("config").path("name").asText("float32");
        if (!policy.equals("float32") && !dtype.isMissingNode()) {
            techniques.left(where + "/dtype: " + policy + "; name the precision under \"training\"");
        }
    }
}
