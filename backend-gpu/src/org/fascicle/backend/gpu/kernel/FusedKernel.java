package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * Renders elementwise operations, with sums or maxima among them or without, or a movement that is carried out. All sums of a kernel are
 * along the same axes. The threads that make a result walk what it is made of once for each sum that needs the ones before it, and compute
 * again what they need again. Used once.
 */
final class FusedKernel {
    private static final int THREADS = Part.THREADS;
    /** At least so many threads make a result. */
    private static final int LEAST = 8;
    /** At most so many make one where neighbouring results lie side by side: so 8 of these are read together. */
    private static final int LINES = 32;
    /** So many elements for each thread are worth more threads. */
    private static final int LONG = 32;
    /** So many threads combine what the threads of a result have. */
    private static final int FEW = 16;
    /** So many sums are combined between the same barriers, as far as local memory goes. */
    private static final int MOST_AT_ONCE = 8;

    private final Kernel kernel;
    private final int rows;
    private final Body body;
    private final Map<Node, Integer> levels = new HashMap<>();
    /** By sum, its number, by which its text is named. */
    private final Map<Node, Integer> folds = new HashMap<>();

    private FusedKernel(Kernel kernel, Shape shape, boolean[] folded, int rows, Places places) {
        this.kernel = kernel;
        this.rows = rows;
        this.body = new Body(kernel, shape, folded, rows, places);
        kernel.nodes().stream().filter(GpuPolicy::isFold).forEach(fold -> folds.put(fold, folds.size()));
    }

    /** The parts of a kernel without an anchor, or with sums or maxima. */
    static List<Part> of(Kernel kernel, int rows, Places places) {
        Node fold = kernel.anchor().orElse(null);
        if (fold == null) {
            FusedKernel each = new FusedKernel(kernel, kernel.outputs().get(0).shape(),
                    new boolean[kernel.outputs().get(0).shape().rank()], rows, places);
            Body.Scope elements = each.body.new Scope(null, true);
            kernel.outputs().forEach(elements::store);
            return List.of(each.each(elements));
        }
        int pieces = pieces(kernel, fold, rows);
        if (pieces == 1) {
            return List.of(ofFold(kernel, fold, rows, places).folding(null, 1));
        }
        Node parts = Scratch.of(kernel.index());
        return List.of(ofFold(kernel, fold, rows, places).folding(parts, pieces),
                ofFold(kernel, fold, rows, places).combining(fold, parts, pieces));
    }

    private static FusedKernel ofFold(Kernel kernel, Node fold, int rows, Places places) {
        return new FusedKernel(kernel, fold.operand(0).shape(), folded(fold), rows, places);
    }

    private static boolean[] folded(Node fold) {
        boolean[] folded = new boolean[fold.operand(0).shape().rank()];
        for (int axis : fold.attributes().integers("axes")) {
            folded[axis] = true;
        }
        return folded;
    }

    /** In how many pieces the results of a kernel with a sum or maximum are made. */
    static int pieces(Kernel kernel, Node fold, int rows) {
        long folds = kernel.nodes().stream().filter(GpuPolicy::isFold).count();
        Space space = space(fold, rows);
        if (folds > 1 || fold.type() != Type.REAL || goesBack(kernel, fold)) {
            return 1;
        }
        int threads = threads(space);
        return Splitting.ofSum(groups(space, threads), space.size(true), threads);
    }

    /** Whether the elements that are summed up are computed with their sum. */
    private static boolean goesBack(Kernel kernel, Node fold) {
        Set<Node> behind = new HashSet<>(Set.of(fold));
        for (Node node : kernel.nodes()) {
            if (node.operands().stream().anyMatch(behind::contains)) {
                behind.add(node);
            }
        }
        behind.remove(fold);
        return behind.stream().anyMatch(node -> node.shape().equals(fold.operand(0).shape()));
    }

    /** How many groups make a sum in one piece. */
    static int groups(Node fold, int rows) {
        Space space = space(fold, rows);
        return groups(space, threads(space));
    }

    private static Space space(Node fold, int rows) {
        return Space.of(fold.operand(0).shape().withRows(rows).toArray(), folded(fold), List.of());
    }

    /** How many threads make a result. */
    private static int threads(Space space) {
        int threads = LEAST;
        if (space.lastIsFolded()) {
            while (threads < THREADS && threads < space.size(true)) {
                threads *= 2;
            }
            return threads;
        }
        // The fewer results a group makes, the more groups there are; but what lies side by side is read together.
        while (threads < LINES && !Splitting.isEnough(groups(space, threads)) && threads * LONG <= space.size(true)) {
            threads *= 2;
        }
        return threads;
    }

    private static int groups(Space space, int threads) {
        int together = THREADS / threads;
        return (space.size(false) + together - 1) / together;
    }

    /** A movement whose elements lie at even distances in what it moves, through the movements between. */
    static Part moved(Kernel kernel, Node movement, int rows, Places places) {
        View whole = View.whole(movement.shape().withRows(rows).toArray());
        FusedKernel moving = new FusedKernel(kernel, movement.shape(), new boolean[movement.shape().rank()], rows, places);
        Body.Scope elements = moving.body.new Scope(null, true);
        elements.move(movement, whole);
        return moving.each(elements);
    }

    /**
     * A copy.
     *
     * @param kernel whose anchor is a movement
     * @param from what is read
     * @param shape of what is copied
     * @param read where its elements lie
     * @param written where they go in the anchor's result
     */
    static Part copy(Kernel kernel, Node from, Shape shape, View read, View written, int rows, Places places) {
        FusedKernel copying = new FusedKernel(kernel, shape, new boolean[shape.rank()], rows, places);
        Body.Scope elements = copying.body.new Scope(null, true);
        elements.copy(from, read, kernel.anchor().orElseThrow(), written);
        return copying.each(elements);
    }

    private Part each(Body.Scope elements) {
        Text text = new Text(body.space());
        text.open("for (uint k = group * THREADS + THREAD_X; k < (uint) p.kept; k += groups * THREADS)")
                .coordinates("k", false, List.of(elements)).element(elements.statements).scope(elements, "").close();
        int size = text.space.size(false);
        return body.part("each", text, 0, List.of("int kept;"), List.of(size), Part.groups(size));
    }

    /** What is summed up in one walk, and what is computed of the sums. */
    private final class Walk {
        final List<Node> folds = new ArrayList<>();
        final Body.Scope elements;
        final Body.Scope results;

        Walk(int level, Body.Scope line) {
            elements = body.new Scope(line, true);
            results = body.new Scope(line, false);
            for (Node node : kernel.nodes()) {
                if (GpuPolicy.isFold(node) && level(node) == level + 1) {
                    folds.add(node);
                    elements.value(node.operand(0));
                } else if (kernel.outputs().contains(node) && !body.isResult(node) && level(node) == level) {
                    elements.store(node);
                }
            }
        }

        boolean isEmpty() {
            return folds.isEmpty() && elements.stores.isEmpty();
        }
    }

    private String sum(Node fold) {
        return "s" + folds.get(fold);
    }

    private String result(Node fold) {
        return "r" + folds.get(fold);
    }

    /** How many sums a value waits for, one after the other. */
    private int level(Node node) {
        Integer known = levels.get(node);
        if (known == null) {
            int most = kernel.nodes().contains(node) ? node.operands().stream().mapToInt(this::level).max().orElse(0) : 0;
            known = GpuPolicy.isFold(node) && kernel.nodes().contains(node) ? most + 1 : most;
            levels.put(node, known);
        }
        return known;
    }

    /**
     * The sums of a kernel.
     *
     * @param parts where pieces of the results go; null if they are whole
     */
    private Part folding(@Nullable Node parts, int pieces) {
        Body.Scope line = body.new Scope(null, false);
        int last = kernel.nodes().stream().mapToInt(this::level).max().orElse(0);
        Body.Scope before = results(0, line);
        List<Walk> walks = new ArrayList<>();
        for (int level = 0; level <= last; level++) {
            Walk walk = new Walk(level, line);
            for (Node fold : walk.folds) {
                line.put(fold, result(fold));
            }
            walks.add(walk);
            if (parts == null) {
                results(level + 1, walk.results, line);
            }
        }
        String part = parts == null ? "" : body.whole(parts, true);
        Text text = new Text(body.space());
        boolean byLine = text.space.lastIsFolded();
        text.line("const uint among = (uint) p.among, together = THREADS / among;");
        text.line(byLine ? "const uint own = THREAD_X % among, other = THREAD_X / among;"
                : "const uint own = THREAD_X / together, other = THREAD_X % together;");
        text.line("const uint few = min(among, " + FEW + "u), first = " + (byLine ? "THREAD_X - own;" : "other;"));
        text.open("for (uint item = group; item < (uint) p.items; item += groups)");
        // Who has no result walks the last one, and writes nothing: all threads of a group meet at the barriers.
        text.line("const uint result = item / (uint) p.pieces * together + other;");
        text.line("const bool within = result < (uint) p.kept;");
        text.line("const uint from = item % (uint) p.pieces * (uint) p.length;");
        text.line("const uint to = within ? min(from + (uint) p.length, (uint) p.folded) : 0u;");
        Text inside = new Text(text.space);
        List<Body.Scope> scopes = new ArrayList<>(List.of(before));
        walks.forEach(walk -> scopes.addAll(List.of(walk.elements, walk.results)));
        inside.coordinates("k", false, scopes).scope(before, "own == 0 && within");
        for (Walk walk : walks) {
            if (!walk.isEmpty()) {
                walk(inside, walk, byLine);
            }
            if (parts == null) {
                inside.scope(walk.results, "own == 0 && within");
            }
        }
        if (parts != null) {
            inside.open("if (own == 0 && within)")
                    .line(part + "(int) (item % (uint) p.pieces * (uint) p.kept + k)] = " + result(walks.get(0).folds.get(0))
                            + ";")
                    .close();
        }
        text.number("k", "within ? result : (uint) p.kept - 1", inside).lines(inside.lines()).close();
        int threads = threads(text.space);
        int folded = text.space.size(true);
        int items = Math.multiplyExact(groups(text.space, threads), pieces);
        int most = walks.stream().mapToInt(walk -> Math.min(walk.folds.size(), MOST_AT_ONCE)).max().orElse(1);
        return body.part(byLine ? "lines" : "columns", text, most * THREADS,
                List.of("int kept;", "int folded;", "int among;", "int pieces;", "int length;", "int items;"),
                List.of(text.space.size(false), folded, threads, pieces, (folded + pieces - 1) / pieces, items), items);
    }

    private Body.Scope results(int level, Body.Scope line) {
        Body.Scope results = body.new Scope(line, false);
        results(level, results, line);
        return results;
    }

    /** Computes what has an element for each result and waits for so many sums. */
    private void results(int level, Body.Scope results, Body.Scope line) {
        for (Node node : kernel.nodes()) {
            boolean isFold = GpuPolicy.isFold(node);
            if (body.isResult(node) && (isFold || Body.isComputed(node)) && level(node) == level) {
                line.put(node, results.value(node));
                if (kernel.outputs().contains(node)) {
                    results.store(node);
                }
            }
        }
    }

    private void walk(Text text, Walk walk, boolean byLine) {
        List<Fold> folds = walk.folds.stream().map(Fold::new).toList();
        folds.forEach(fold -> text.line(fold.type + " " + sum(fold.node) + " = " + fold.neutral + ";"));
        text.open("for (uint f = from + own; f < to; f += among)").coordinates("f", true, List.of(walk.elements))
                .element(walk.elements.statements)
                .scope(walk.elements, "");
        folds.forEach(fold -> {
            String sum = sum(fold.node);
            text.line(sum + " = " + fold.of(sum, walk.elements.value(fold.node.operand(0))) + ";");
        });
        text.close();
        for (int from = 0; from < folds.size(); from += MOST_AT_ONCE) {
            combine(text, folds.subList(from, Math.min(from + MOST_AT_ONCE, folds.size())), byLine);
        }
    }

    /** Combines what the threads of a result have: first each of a few threads what some of them have, then each thread what these have. */
    private void combine(Text text, List<Fold> folds, boolean byLine) {
        String apart = byLine ? "" : " * together";
        // What was there before may still be read.
        text.line("BARRIER;");
        for (int i = 0; i < folds.size(); i++) {
            text.line(pool(folds.get(i), i) + "[THREAD_X] = " + sum(folds.get(i).node) + ";");
        }
        text.line("BARRIER;").open("if (own < few)").open("for (uint step = few; own + step < among; step += few)");
        for (int i = 0; i < folds.size(); i++) {
            String pool = pool(folds.get(i), i);
            text.line(pool + "[THREAD_X] = "
                    + folds.get(i).of(pool + "[THREAD_X]", pool + "[THREAD_X + step" + apart + "]") + ";");
        }
        text.close().close().line("BARRIER;");
        for (int i = 0; i < folds.size(); i++) {
            text.line(folds.get(i).type + " " + result(folds.get(i).node) + " = " + pool(folds.get(i), i) + "[first];");
        }
        text.open("for (uint step = 1; step < few; step++)");
        for (int i = 0; i < folds.size(); i++) {
            String result = result(folds.get(i).node);
            text.line(result + " = " + folds.get(i).of(result, pool(folds.get(i), i) + "[first + step" + apart + "]") + ";");
        }
        text.close();
    }

    /** Where a sum's parts lie in local memory. */
    private static String pool(Fold fold, int at) {
        return fold.type.equals("int") ? "((SHARED int*) pool + " + at * THREADS + ")" : "(pool + " + at * THREADS + ")";
    }

    /** Adds up the pieces of each result in their order, and computes what is computed of results. */
    private Part combining(Node fold, Node parts, int pieces) {
        Body.Scope line = body.new Scope(null, false);
        Fold how = new Fold(fold);
        String piece = body.whole(parts, false) + "(int) (piece * (uint) p.kept + k)]";
        line.put(fold, "r");
        Body.Scope results = body.new Scope(line, false);
        IntStream.of(0, 1).forEach(level -> results(level, results, line));
        Text text = new Text(body.space());
        text.open("for (uint k = group * THREADS + THREAD_X; k < (uint) p.kept; k += groups * THREADS)")
                .coordinates("k", false, List.of(results));
        text.line("float r = " + how.neutral + ";").open("for (uint piece = 0; piece < (uint) p.pieces; piece++)")
                .line("r = " + how.of("r", piece) + ";").close().scope(results, "").close();
        int size = text.space.size(false);
        return body.part("pieces", text, 0, List.of("int kept;", "int pieces;"), List.of(size, pieces), Part.groups(size));
    }

    /** How a reduction begins and combines. */
    private static final class Fold {
        final Node node;
        final String type;
        final String neutral;
        private final boolean isMaximum;

        Fold(Node node) {
            this.node = node;
            this.type = Functions.type(node.type());
            this.isMaximum = node.op() == Primitives.REDUCE_MAX;
            this.neutral = isMaximum ? "of_bits(0xff800000u)" : node.type() == Type.REAL ? "0.0f" : "0";
        }

        String of(String a, String b) {
            return isMaximum ? "maximum(" + a + ", " + b + ")"
                    : type.equals("int") ? "(int) ((uint) " + a + " + (uint) " + b + ")" : a + " + " + b;
        }
    }
}
