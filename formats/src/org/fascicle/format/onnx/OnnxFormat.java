package org.fascicle.format.onnx;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.file.WholeFile;
import org.fascicle.format.onnx.network.GraphReader;
import org.fascicle.format.onnx.proto.OnnxFile;
import org.fascicle.format.protobuf.Message;
import org.osgi.service.component.annotations.Component;

/** Models as ONNX, from raw features to outputs, in float32; and networks of our layers from ONNX. */
@Component
public final class OnnxFormat implements ModelFormat {
    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public String description() {
        return "The computation of the outputs from raw features, in operators of ONNX's set " + Operators.SET
                + "; read where they are layers of ours.";
    }

    @Override
    public List<String> suffixes() {
        return List.of(".onnx");
    }

    @Override
    public Set<Use> uses() {
        return Set.of(Use.WRITE, Use.READ_MODEL);
    }

    @Override
    public List<String> write(Model model, Path file) {
        Message message = message(model);
        if (message.size() > Integer.MAX_VALUE) {
            throw new InputException(file.toString(), null, "the model takes " + (message.size() >> 20)
                    + " MiB, and a file of ONNX holds 2 GiB at most", "Export the weights as safetensors");
        }
        WholeFile.write(file, message::writeTo);
        return List.of("what only training needs: loss, metrics, optimizer, layers that do nothing in inference");
    }

    @Override
    public Imported read(Path file) {
        try {
            return new GraphReader(file.toString(), OnnxFile.read(file)).read();
        } catch (InputException e) {
            throw e.in(file.toString());
        }
    }

    private static Message message(Model model) {
        OnnxGraph graph = new OnnxGraph();
        model.outputs().forEach(output -> requireFree(graph, output));
        Map<String, String> inputs = new HashMap<>();
        for (Port input : model.inputs()) {
            requireFree(graph, input);
            graph.input(input.name(), input.shape().prepend(Shape.ROWS));
        }
        for (Port input : model.inputs()) {
            inputs.put(model.features(input.name()), scaled(model, input, graph));
        }
        Map<String, String> written = new HashMap<>();
        new Translation(graph, name -> Objects.requireNonNull(inputs.get(name), name),
                path -> written.computeIfAbsent(path, any -> variable(model, path, graph))).run(model.graph());
        model.outputs().forEach(output -> graph.output(output.name(), output.shape().prepend(Shape.ROWS)));
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Port output : model.outputs()) {
            if (!output.classes().isEmpty()) {
                metadata.put("classes." + output.name(), json(output.classes()));
            }
        }
        return graph.file(metadata);
    }

    private static void requireFree(OnnxGraph graph, Port port) {
        if (!graph.unique(port.name()).equals(port.name())) {
            throw new InputException(null, null, "an input and an output are both called '" + port.name()
                    + "', which ONNX does not allow", "Rename one of them in the model file");
        }
    }

    /** In float64, as predictions are scaled here: the difference of large numbers would lose its digits in float32. */
    private static String scaled(Model model, Port input, OnnxGraph graph) {
        double[] shift = model.shift(input.name());
        double[] factor = model.factor(input.name());
        if (Arrays.stream(shift).allMatch(number -> number == 0) && Arrays.stream(factor).allMatch(number -> number == 1)) {
            return input.name();
        }
        graph.from("scaling of " + input.name());
        String wide = graph.cast(input.name(), Element.DOUBLE);
        String shifted = graph.node("Sub", List.of(wide, graph.doubles(input.shape(), shift)));
        String scaled = graph.node("Mul", List.of(shifted, graph.doubles(input.shape(), factor)));
        return graph.cast(scaled, Element.FLOAT);
    }

    private static String variable(Model model, String path, OnnxGraph graph) {
        double[] values = model.tensor(path);
        ByteBuffer bytes = OnnxGraph.buffer(Math.multiplyExact(values.length, Float.BYTES));
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        String name = graph.unique(path);
        graph.initializer(name, Element.FLOAT, Objects.requireNonNull(model.tensors().get(path)), bytes.array());
        return name;
    }

    private static String json(List<String> texts) {
        List<String> quoted = new ArrayList<>();
        for (String text : texts) {
            quoted.add(text.chars().mapToObj(c -> c == '"' || c == '\\' ? "\\" + (char) c
                    : c < ' ' ? String.format("\\u%04x", c) : String.valueOf((char) c))
                    .collect(Collectors.joining("", "\"", "\"")));
        }
        return quoted.stream().collect(Collectors.joining(", ", "[", "]"));
    }
}
