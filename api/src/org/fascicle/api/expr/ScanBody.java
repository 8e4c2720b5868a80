package org.fascicle.api.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@code scan} does in each step: expressions over placeholders and nothing else. A placeholder is an {@code input}: one for each
 * carry, for the slice of each sequence, and for each value that is the same in all steps. Immutable; equal when structures are equal,
 * so that two loops of one body are known to be one.
 */
public final class ScanBody {
    private final List<Expr> carries;
    private final List<Expr> slices;
    private final List<Expr> captured;
    private final List<Expr> next;
    private final List<Expr> outputs;
    private final List<Object> structure;
    private final int hash;

    ScanBody(List<Expr> carries, List<Expr> slices, List<Expr> captured, List<Expr> next, List<Expr> outputs) {
        this.carries = List.copyOf(carries);
        this.slices = List.copyOf(slices);
        this.captured = List.copyOf(captured);
        this.next = List.copyOf(next);
        this.outputs = List.copyOf(outputs);
        requireCarriesStay();
        this.structure = structure();
        this.hash = structure.hashCode();
    }

    static Expr placeholder(String name, Expr like) {
        return Expressions.input(name, like.type(), like.shape());
    }

    private void requireCarriesStay() {
        if (next.size() != carries.size()) {
            throw new ShapeException("a scan of " + carries.size() + " carries needs as many next ones, not " + next.size());
        }
        for (int i = 0; i < next.size(); i++) {
            Expr before = carries.get(i);
            Expr after = next.get(i);
            if (before.type() != after.type() || !before.shape().equals(after.shape())) {
                throw new ShapeException("carry " + i + " of a scan is " + before.type() + " " + before.shape()
                        + " before a step and " + after.type() + " " + after.shape() + " behind it: it must stay what it is");
            }
        }
        outputs.forEach(output -> ScanLoop.stacked(output.shape(), 1));
    }

    /** The placeholders of what a step takes over from the step before, named {@code carry0}, {@code carry1}, … */
    public List<Expr> carries() {
        return carries;
    }

    /** The placeholders of what a step reads of the sequences, named {@code slice0}, … */
    public List<Expr> slices() {
        return slices;
    }

    /** The placeholders of what is the same in all steps, named {@code captured0}, … */
    public List<Expr> captured() {
        return captured;
    }

    /** All placeholders, in the order of the scan's operands: carries, slices, captured. */
    public List<Expr> placeholders() {
        List<Expr> all = new ArrayList<>(carries);
        all.addAll(slices);
        all.addAll(captured);
        return all;
    }

    /** What a step hands over to the next one; one for each carry, of its type and shape. */
    public List<Expr> next() {
        return next;
    }

    /** What a step gives beside that. */
    public List<Expr> outputs() {
        return outputs;
    }

    /** {@link #next()}, then {@link #outputs()}: in the order of the scan's results. */
    public List<Expr> results() {
        List<Expr> all = new ArrayList<>(next);
        all.addAll(outputs);
        return all;
    }

    /**
     * A body of the same placeholders with other results.
     *
     * @param results the next carries, then the outputs, of which there may be more than before; over these placeholders alone
     * @throws ShapeException if a next carry is not what the carry is
     */
    public ScanBody with(List<Expr> results) {
        Map<Attributes, Expr> known = new HashMap<>();
        placeholders().forEach(placeholder -> known.put(placeholder.attributes(), placeholder));
        // A pass over expressions may have made an input anew.
        Map<Expr, Expr> became = new IdentityHashMap<>();
        for (Expr e : postorder(results, Set.of())) {
            List<Expr> operands = e.operands().stream().map(became::get).collect(Collectors.toList());
            became.put(e, e.op() == Primitives.INPUT ? known.getOrDefault(e.attributes(), e)
                    : operands.equals(e.operands()) ? e : e.op().apply(operands, e.attributes()));
        }
        List<Expr> own = results.stream().map(became::get).collect(Collectors.toList());
        int split = carries.size();
        return new ScanBody(carries, slices, captured, own.subList(0, split), own.subList(split, own.size()));
    }

    /** Everything that the results depend on, themselves included, operands before their users. */
    static List<Expr> postorder(List<Expr> roots, Set<Expr> leaves) {
        List<Expr> order = new ArrayList<>();
        Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Expr> path = new ArrayList<>();
        List<Integer> next = new ArrayList<>();
        for (Expr root : roots) {
            push(root, seen, path, next);
            while (!path.isEmpty()) {
                int top = path.size() - 1;
                Expr e = path.get(top);
                int at = next.get(top);
                if (leaves.contains(e) || at == e.operands().size()) {
                    order.add(e);
                    path.remove(top);
                    next.remove(top);
                } else {
                    next.set(top, at + 1);
                    push(e.operands().get(at), seen, path, next);
                }
            }
        }
        return order;
    }

    private static void push(Expr e, Set<Expr> seen, List<Expr> path, List<Integer> next) {
        if (seen.add(e)) {
            path.add(e);
            next.add(0);
        }
    }

    private List<Object> structure() {
        List<Object> all = new ArrayList<>();
        Map<Expr, Integer> numbers = new IdentityHashMap<>();
        Map<String, Integer> names = new HashMap<>();
        for (Expr placeholder : placeholders()) {
            numbers.put(placeholder, numbers.size());
            names.put(placeholder.attributes().text("name"), numbers.size());
            all.add(placeholder.attributes());
        }
        for (Expr e : postorder(results(), numbers.keySet())) {
            if (numbers.containsKey(e)) {
                continue;
            }
            boolean isFree = e.op() == Primitives.INPUT || e.op() == Primitives.VARIABLE || e.op() == Primitives.SCALAR;
            if (isFree) {
                throw new IllegalArgumentException("the body of a scan reads " + e + " " + e.attributes()
                        + ", which is none of its placeholders");
            }
            all.add(List.of(e.op(), e.operands().stream().map(numbers::get).collect(Collectors.toList()), e.attributes()));
            numbers.put(e, numbers.size());
        }
        all.add(next.stream().map(numbers::get).collect(Collectors.toList()));
        all.add(outputs.stream().map(numbers::get).collect(Collectors.toList()));
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof ScanBody && hash == ((ScanBody) other).hash
                && structure.equals(((ScanBody) other).structure);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** For messages: how much there is. */
    @Override
    public String toString() {
        return "body of " + carries.size() + " carries, " + slices.size() + " slices, " + captured.size() + " captured, "
                + outputs.size() + " outputs";
    }
}
