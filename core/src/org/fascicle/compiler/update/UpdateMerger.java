package org.fascicle.compiler.update;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.reshape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.expression.Traversal;
import org.jspecify.annotations.Nullable;

/**
 * Makes one pass over packed tensors of many equal elementwise updates. What reduces, multiplies matrices, draws or is
 * constrained stays as it is, and so does an update without an equal one.
 */
public final class UpdateMerger {
    private final List<Packed> packed = new ArrayList<>();
    private final Map<Variable, Expr> commits = new LinkedHashMap<>();
    private final Map<String, Expr> readings = new LinkedHashMap<>();
    private final Map<Expr, String> provenance;
    private int groups;

    private UpdateMerger(Map<Expr, String> provenance) {
        this.provenance = provenance;
    }

    /**
     * Merges what can be merged.
     *
     * @param updates one for each trained tensor, in the network's order; with composites in it, an update is not merged
     * @param provenance where expressions come from, by identity; extended. What is done to all tensors of a group comes from
     *     the first of them, under the names of the packed variables
     * @return packed variables, what is to be written, and how packed tensors are read from now on
     */
    public static Merged merge(List<Update> updates, Map<Expr, String> provenance) {
        UpdateShape shapes = new UpdateShape();
        Map<Object, List<Update>> alike = new LinkedHashMap<>();
        UpdateMerger merger = new UpdateMerger(provenance);
        for (Update given : updates) {
            Update update = Absorption.of(given, provenance);
            Optional<List<Integer>> shape = shapes.of(update);
            if (shape.isEmpty() && update != given) {
                update = given;
                shape = shapes.of(given);
            }
            alike.computeIfAbsent(shape.isPresent() ? shape.get() : update, s -> new ArrayList<>()).add(update);
        }
        for (List<Update> members : alike.values()) {
            for (List<Update> part : parts(members)) {
                if (part.size() == 1) {
                    merger.keep(part.get(0));
                } else {
                    merger.pack(part);
                }
            }
        }
        return new Merged(merger.packed, merger.commits, merger.readings);
    }

    /**
     * The same expressions with some variables read in another way.
     *
     * @param roots the expressions
     * @param readings by path, what stands for a variable; it is not itself searched for variables
     * @param provenance where expressions come from, by identity; extended
     * @return one expression for each root
     */
    public static List<Expr> substitute(List<Expr> roots, Map<String, Expr> readings, Map<Expr, String> provenance) {
        Map<Expr, Expr> became = new IdentityHashMap<>();
        List<Expr> order = Traversal.postorder(roots);
        Set<Expr> known = Traversal.identitySet();
        known.addAll(order);
        for (Expr e : order) {
            Expr reading = e.op() == Primitives.VARIABLE ? readings.get(e.attributes().text("path")) : null;
            Expr now = reading != null ? reading : Traversal.withOperands(e, became);
            if (!known.contains(now)) {
                Traversal.label(now, provenance.getOrDefault(e, e.op().name()), known, provenance);
            }
            became.put(e, now);
        }
        List<Expr> results = new ArrayList<>();
        roots.forEach(root -> results.add(became.get(root)));
        return results;
    }

    // No packed tensor has more elements than an array can have.
    private static List<List<Update>> parts(List<Update> members) {
        List<List<Update>> parts = new ArrayList<>();
        long size = Long.MAX_VALUE;
        for (Update member : members) {
            size += member.parameter().shape().size();
            if (size < 0 || size > Integer.MAX_VALUE - 8) {
                parts.add(new ArrayList<>());
                size = member.parameter().shape().size();
            }
            parts.get(parts.size() - 1).add(member);
        }
        return parts;
    }

    private void keep(Update update) {
        Map<Expr, Expr> gradient = new IdentityHashMap<>();
        gradient.put(update.placeholder(), update.gradient());
        for (int i = 0; i < update.variables().size(); i++) {
            Expr value = update.values().get(i);
            for (Expr e : Traversal.postorder(List.of(value), gradient.keySet())) {
                gradient.put(e, Traversal.withOperands(e, gradient, provenance));
            }
            commits.put(update.variables().get(i), known(gradient, value));
        }
    }

    private void pack(List<Update> members) {
        List<Packed> variables = variables(members);
        Update first = members.get(0);
        Shape shape = variables.get(0).variable().shape();
        Map<Expr, Expr> became = new IdentityHashMap<>();
        became.put(first.placeholder(), gradient(members));
        for (int i = 0; i < variables.size(); i++) {
            Expr value = first.values().get(i);
            for (Expr e : Traversal.postorder(List.of(value), became.keySet())) {
                Expr flat = flat(e, first, variables, shape, became);
                became.put(e, Traversal.labelled(flat, renamed(provenance.get(e), variables), provenance));
            }
            commits.put(variables.get(i).variable(), broadcast(known(became, value), shape));
        }
        packed.addAll(variables);
        groups++;
    }

    /** The provenance of something done to the first tensors of packed variables, as that of what is done to all. */
    private static @Nullable String renamed(@Nullable String text, List<Packed> variables) {
        for (Packed all : variables) {
            String first = all.segments().get(0).path();
            if (text != null && text.startsWith(first)) {
                return all.variable().path() + text.substring(first.length());
            }
        }
        return text;
    }

    private List<Packed> variables(List<Update> members) {
        List<Packed> variables = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of("parameter"));
        for (int i = 0; i < members.get(0).variables().size(); i++) {
            List<Segment> segments = new ArrayList<>();
            int offset = 0;
            for (Update member : members) {
                Variable variable = member.variables().get(i);
                segments.add(new Segment(variable.path(), variable.shape(), offset));
                offset += segments.get(segments.size() - 1).size();
            }
            String last = segments.get(0).path().substring(segments.get(0).path().lastIndexOf('/') + 1);
            String name = i == 0 ? "parameter" : names.add(last) ? last : last + "_" + i;
            Variable variable = Variable.of("packed/" + groups + "/" + name, Type.REAL, Shape.of(offset));
            Packed all = new Packed(variable, segments);
            segments.forEach(segment -> readings.put(segment.path(), all.read(segment)));
            variables.add(all);
        }
        return variables;
    }

    private static Expr gradient(List<Update> members) {
        List<Expr> parts = new ArrayList<>();
        for (Update member : members) {
            parts.add(reshape(member.gradient(), Shape.of(Math.toIntExact(member.parameter().shape().size()))));
        }
        return concat(parts, 0);
    }

    // What was visited before what is made of it.
    private static Expr known(Map<Expr, Expr> became, Expr e) {
        return Objects.requireNonNull(became.get(e));
    }

    private static Expr flat(Expr e, Update member, List<Packed> variables, Shape shape, Map<Expr, Expr> became) {
        if (e.op() == Primitives.VARIABLE) {
            for (int i = 0; i < variables.size(); i++) {
                if (member.variables().get(i).path().equals(e.attributes().text("path"))) {
                    return variables.get(i).read();
                }
            }
        }
        if (e.op() == Primitives.BROADCAST) {
            return known(became, e.operands().get(0));
        }
        List<Expr> operands = new ArrayList<>();
        boolean wide = e.operands().stream().anyMatch(operand -> known(became, operand).shape().rank() > 0);
        e.operands().forEach(operand -> operands.add(wide ? broadcast(known(became, operand), shape) : known(became, operand)));
        return operands.isEmpty() ? e : e.op().apply(operands, e.attributes());
    }
}
