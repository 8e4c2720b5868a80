package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.fascicle.format.onnx.proto.NodeFile;
import org.jspecify.annotations.Nullable;

/**
 * Our own form of a depthwise convolution: for each cell of the window what it sees, a Slice of the image, times its weights, and the sum of
 * all.
 */
final class Depthwise {
    static final String NAME = "depthwise";
    /** An image whose channels are repeated, and then laid side by side. */
    private static final Pattern REPEATED = Pattern.of("Reshape(Expand(Reshape(x,$a),b),$c)");
    private static final int MOST_CELLS = 1 << 12;
    private static final List<Integer> SIDES = List.of(1, 2);

    private final Function<String, @Nullable NodeFile> nodes;
    private final Function<String, @Nullable Constant> constants;

    private Depthwise(Function<String, @Nullable NodeFile> nodes, Function<String, @Nullable Constant> constants) {
        this.nodes = nodes;
        this.constants = constants;
    }

    /** What one cell sees, and its weights. */
    private record Cell(String image, List<Long> starts, List<Long> steps, String weights) {}

    /** The sum as one node; null if it is something else. */
    static @Nullable NodeFile match(NodeFile root, Function<String, @Nullable NodeFile> nodes,
            Function<String, @Nullable Constant> constants) {
        return new Depthwise(nodes, constants).whole(root);
    }

    private @Nullable NodeFile whole(NodeFile root) {
        List<Cell> cells = new ArrayList<>();
        NodeFile at = root;
        while (at != null && cells.size() < MOST_CELLS && at.operator().equals("Add") && at.inputs().size() == 2) {
            Cell cell = cell(nodes.apply(at.inputs().get(1)));
            if (cell == null) {
                return null;
            }
            cells.add(cell);
            at = nodes.apply(at.inputs().get(0));
        }
        Cell first = cell(at);
        if (first == null || cells.isEmpty()) {
            return null;
        }
        cells.add(first);
        Collections.reverse(cells);
        return gridded(root, cells);
    }

    private @Nullable NodeFile gridded(NodeFile root, List<Cell> cells) {
        Cell first = cells.get(0);
        List<List<Long>> places = new ArrayList<>();
        List<Long> dilations = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            int at = side;
            List<Long> sorted = new ArrayList<>(
                    cells.stream().map(cell -> cell.starts().get(at)).collect(Collectors.toCollection(TreeSet::new)));
            dilations.add(sorted.size() > 1 ? sorted.get(1) - sorted.get(0) : 1);
            places.add(sorted);
        }
        int columns = places.get(1).size();
        for (int i = 0; i < cells.size(); i++) {
            List<Long> wanted = List.of(i / columns * dilations.get(0), i % columns * dilations.get(1));
            Cell cell = cells.get(i);
            if (!cell.starts().equals(wanted) || !cell.image().equals(first.image()) || !cell.steps().equals(first.steps())) {
                return null;
            }
        }
        if (cells.size() != places.get(0).size() * columns) {
            return null;
        }
        Map<String, Object> attributes = new HashMap<>();
        String image = first.image();
        NodeFile pad = nodes.apply(image);
        if (pad != null && pad.operator().equals("Pad")) {
            List<Long> pads = pads(pad);
            if (pads == null) {
                return null;
            }
            attributes.put("pads", pads);
            image = pad.inputs().get(0);
        }
        Pattern.Found found = new Pattern.Found(nodes, constants);
        if (REPEATED.matches(image, found)) {
            image = String.valueOf(found.tensors().get("x"));
        }
        attributes.put("strides", first.steps());
        attributes.put("dilations", dilations);
        attributes.put("kernel_shape", List.of((long) places.get(0).size(), (long) columns));
        List<String> inputs = new ArrayList<>(List.of(image));
        cells.forEach(cell -> inputs.add(cell.weights()));
        return new NodeFile(root.name(), Patterns.DOMAIN, NAME, List.copyOf(inputs), root.outputs(), Map.copyOf(attributes));
    }

    private @Nullable Cell cell(@Nullable NodeFile product) {
        if (product == null || !product.operator().equals("Mul") || product.inputs().size() != 2) {
            return null;
        }
        NodeFile slice = nodes.apply(product.inputs().get(0));
        if (slice == null || !slice.operator().equals("Slice") || slice.inputs().size() != 5
                || constants.apply(product.inputs().get(1)) == null) {
            return null;
        }
        List<Long> starts = new ArrayList<>(List.of(0L, 0L));
        List<Long> steps = new ArrayList<>(List.of(1L, 1L));
        double[] axes = values(slice.inputs().get(3));
        double[] from = values(slice.inputs().get(1));
        double[] step = values(slice.inputs().get(4));
        if (axes.length == 0 || from.length != axes.length || step.length != axes.length) {
            return null;
        }
        for (int i = 0; i < axes.length; i++) {
            if (!SIDES.contains((int) axes[i])) {
                return null;
            }
            starts.set((int) axes[i] - 1, (long) from[i]);
            steps.set((int) axes[i] - 1, (long) step[i]);
        }
        return new Cell(slice.inputs().get(0), starts, steps, product.inputs().get(1));
    }

    private double[] values(String tensor) {
        Constant constant = constants.apply(tensor);
        return constant == null || constant.size() > 4 * 2 ? new double[0] : constant.values();
    }

    /** How much lies around height and width; null if other than zeros lie there. */
    private @Nullable List<Long> pads(NodeFile pad) {
        double[] pads = pad.inputs().size() == 3 ? values(pad.inputs().get(1)) : new double[0];
        double[] value = pad.inputs().size() == 3 ? values(pad.inputs().get(2)) : new double[0];
        boolean zeros = pads.length == 8 && value.length == 1 && value[0] == 0 && pads[0] + pads[3] + pads[4] + pads[7] == 0;
        return !zeros ? null : List.of((long) pads[1], (long) pads[2], (long) pads[5], (long) pads[6]);
    }

    /** The layer. */
    static Value convolution(Call call) {
        View x = call.layouts().plain(call.view(0));
        Refused.unless(x.rank() == 4 && x.isRows(0), "it slides over " + Arrays.toString(x.shape()));
        Slide slide = Slide.of(call, new int[] {x.extent(1), x.extent(2)}, null);
        int channels = x.extent(3);
        int cells = call.inputs() - 1;
        int filters = call.constant(1).size();
        Refused.unless(filters % channels == 0 && filters > 0, "it has " + filters + " filters for " + channels + " channels");
        double[] kernel = new double[Constant.product(cells, filters)];
        for (int i = 0; i < cells; i++) {
            double[] weights = call.constant(i + 1).values();
            Refused.unless(weights.length == filters, "its cells have different weights");
            System.arraycopy(weights, 0, kernel, i * filters, filters);
        }
        int[] extents = slide.extents();
        Constant whole = Dense.vector(kernel).reshaped(extents[0], extents[1], channels, filters / channels);
        return Windows.depthwise(call, call.layouts().source(x, 1, 2, 3), slide, whole);
    }
}
