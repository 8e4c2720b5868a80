package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Kernel;

/**
 * Renders a product of matrices, a convolution or a gradient of one, with the elementwise operations behind it: they are computed of each
 * element before it is stored. Used once.
 */
final class ProductKernel {
    private static final String TEXTS = "products.txt";
    private static final int TILE = 64;
    private static final int LOCAL = 2 * 16 * (TILE + 1);
    private static final List<String> YES = List.of("1");
    private static final List<String> NO = List.of("0");

    private final Kernel kernel;
    private final Node product;
    private final int rows;
    private final Body body;
    private final Map<String, List<String>> holes = new HashMap<>();
    private final List<String> members = new ArrayList<>();
    private final List<Integer> words = new ArrayList<>();

    private ProductKernel(Kernel kernel, Node product, int rows, Places places, boolean isTiled) {
        this.kernel = kernel;
        this.product = product;
        this.rows = rows;
        boolean[] columns = new boolean[product.shape().rank()];
        // Columns stay an axis of their own, since a tile counts them apart.
        columns[columns.length - 1] = isTiled;
        this.body = new Body(kernel, product.shape(), columns, rows, places);
    }

    static boolean isProduct(Node node) {
        return node.op() == Primitives.MATMUL || node.op() == Primitives.CONV || node.op() == Primitives.CONV_GRAD_INPUT
                || node.op() == Primitives.CONV_GRAD_KERNEL;
    }

    static List<Part> of(Kernel kernel, Node product, int rows, Places places) {
        int pieces = pieces(product, rows);
        if (pieces == 1) {
            ProductKernel whole = new ProductKernel(kernel, product, rows, places, true);
            Body.Scope elements = whole.elements("total");
            return List.of(whole.tiled(1, elements));
        }
        ProductKernel parts = new ProductKernel(kernel, product, rows, places, true);
        return List.of(parts.inPieces(Scratch.of(kernel.index()), pieces),
                new ProductKernel(kernel, product, rows, places, false).combining(Scratch.of(kernel.index()), pieces));
    }

    /** What is behind a product that somebody else has made in one piece. */
    static Part behind(Kernel kernel, Node product, int rows, Places places) {
        return new ProductKernel(kernel, product, rows, places, false).combining(Scratch.of(kernel.index()), 1);
    }

    /** In how many pieces each tile is made. */
    static int pieces(Node product, int rows) {
        return Splitting.ofProduct(tiles(product, rows), Splitting.inner(product, rows));
    }

    /** How many groups compute it in one piece. */
    static int tiles(Node product, int rows) {
        int[] extents = extents(product, rows);
        boolean isMatrix = product.op() == Primitives.MATMUL;
        int batches = isMatrix ? product(extents, 0, extents.length - 2) : 1;
        int height = isMatrix ? extents[extents.length - 2] : product(extents, 0, 3);
        int tall = (height + TILE - 1) / TILE;
        return Math.multiplyExact(batches, Math.multiplyExact(tall, (extents[extents.length - 1] + TILE - 1) / TILE));
    }

    /** What is done with an element, whose product has a name. */
    private Body.Scope elements(String total) {
        Body.Scope elements = body.new Scope(null, true);
        elements.put(product, total);
        kernel.outputs().forEach(elements::store);
        return elements;
    }

    private Part inPieces(Node parts, int pieces) {
        Body.Scope elements = body.new Scope(null, true);
        elements.stores.add(body.whole(parts, true) + "(piece * p.batches * rows + (int) k) * columns + column] = total;");
        members.add("int batches;");
        int[] extents = extents(product, rows);
        words.add(product.op() == Primitives.MATMUL ? product(extents, 0, extents.length - 2) : 1);
        return tiled(pieces, elements);
    }

    private Part tiled(int pieces, Body.Scope elements) {
        if (product.op() == Primitives.MATMUL) {
            matrices();
        } else {
            images();
        }
        int inner = Splitting.inner(product, rows);
        members.addAll(List.of("int pieces;", "int length;"));
        words.addAll(List.of(pieces, (inner + pieces - 1) / pieces));
        Space space = body.space();
        Text store = new Text(space);
        store.coordinates("k", false, List.of(elements)).coordinates("f", true, List.of(elements)).element(elements.statements)
                .scope(elements, "");
        holes.put("STORE", new Text(space).number("k", "(uint) (batch * rows + row)", store).number("f", "(uint) column", store)
                .lines(store.lines()).lines());
        Text text = new Text(space);
        text.lines(Template.piece(TEXTS, "product", holes));
        return body.part(product.op().name(), text, LOCAL, members, words,
                Math.multiplyExact(pieces, tiles(product, rows)));
    }

    private void sides(String left, boolean isByRow, String right, boolean isByColumn) {
        holes.put("A", List.of(body.whole(product.operand(0), false)));
        holes.put("B", List.of(body.whole(product.operand(1), false)));
        holes.put("LEFT", Template.piece(TEXTS, left, holes));
        holes.put("RIGHT", Template.piece(TEXTS, right, holes));
        holes.put("LEFT_BY_ROW", isByRow ? YES : NO);
        holes.put("RIGHT_BY_COLUMN", isByColumn ? YES : NO);
    }

    private void extent(String rows, String columns, String inner) {
        holes.put("ROWS", List.of(rows));
        holes.put("COLUMNS", List.of(columns));
        holes.put("INNER", List.of(inner));
    }

    private void matrices() {
        int[] left = extents(product.operand(0), rows);
        int[] result = extents(product, rows);
        int rank = result.length;
        boolean transposeLeft = product.attributes().flag("transpose_a");
        boolean transposeRight = product.attributes().flag("transpose_b");
        int height = result[rank - 2];
        int width = result[rank - 1];
        int inner = left[transposeLeft ? rank - 2 : rank - 1];
        for (String name : List.of("rows", "columns", "inner", "left_row", "left_inner", "right_inner", "right_column",
                "left_next", "right_next")) {
            members.add("int " + name + ";");
        }
        words.addAll(List.of(height, width, inner, transposeLeft ? 1 : inner, transposeLeft ? height : 1,
                transposeRight ? 1 : width, transposeRight ? inner : 1, Math.multiplyExact(height, inner),
                Math.multiplyExact(inner, width)));
        extent("p.rows", "p.columns", "p.inner");
        sides("matrix left", !transposeLeft, "matrix right", !transposeRight);
    }

    private void images() {
        boolean isGradient = product.op() == Primitives.CONV_GRAD_INPUT;
        Node image = isGradient ? product : product.operand(0);
        Node places = isGradient ? product.operand(0) : product.op() == Primitives.CONV ? product : product.operand(1);
        window(product, extents(image, rows), extents(places, rows), members, words);
        String window = "p.window[0] * p.window[1] * ";
        String found = "p.rows * p.down * p.across";
        if (isGradient) {
            extent("p.rows * p.height * p.width", "p.channels", window + "p.filters");
            sides("gradient", true, "turned weights", false);
            return;
        }
        boolean isConvolution = product.op() == Primitives.CONV;
        holes.put("PLACE", List.of(isConvolution ? "row" : "k"));
        holes.put("NUMBER", List.of(isConvolution ? "k" : "row"));
        extent(isConvolution ? found : window + "p.channels", "p.filters", isConvolution ? window + "p.channels" : found);
        sides("image", isConvolution, "weights", true);
    }

    /** The arguments that describe a window over images [rows, height, width, channels] whose places are [rows, down, across, filters]. */
    static void window(Node node, int[] image, int[] places, List<String> members, List<Integer> words) {
        Window window = Window.of(node.attributes());
        for (String name : List.of("rows", "height", "width", "channels", "down", "across", "filters")) {
            members.add("int " + name + ";");
        }
        words.addAll(List.of(image[0], image[1], image[2], image[3], places[1], places[2], places[3]));
        for (String name : List.of("window", "strides", "dilations", "low")) {
            members.add("int " + name + "[2];");
        }
        for (int[] pair : List.of(window.extents(), window.strides(), window.dilations(), window.low())) {
            Arrays.stream(pair).forEach(words::add);
        }
    }

    /** Adds up the pieces of each element in their order, and computes what is behind it. */
    private Part combining(Node parts, int pieces) {
        String piece = body.whole(parts, false) + "(int) (piece * (uint) p.kept + k)]";
        Body.Scope elements = elements("total");
        Text text = new Text(body.space());
        text.open("for (uint k = group * THREADS + THREAD_X; k < (uint) p.kept; k += groups * THREADS)")
                .line("float total = 0.0f;")
                .open("for (uint piece = 0; piece < (uint) p.pieces; piece++)").line("total += " + piece + ";").close()
                .coordinates("k", false, List.of(elements)).element(elements.statements).scope(elements, "").close();
        int size = text.space.size(false);
        return body.part("pieces", text, 0, List.of("int kept;", "int pieces;"), List.of(size, pieces), Part.groups(size));
    }

    private static int[] extents(Node of, int rows) {
        return of.shape().withRows(rows).toArray();
    }

    private static int product(int[] extents, int from, int to) {
        return Arrays.stream(extents, from, to).reduce(1, Math::multiplyExact);
    }
}
