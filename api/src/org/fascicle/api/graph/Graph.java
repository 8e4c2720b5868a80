package org.fascicle.api.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a backend compiles: operations in an order in which they can run, named outputs, and writes to the store. Reads of
 * variables see the values from before the run; all {@linkplain Commit commits} happen together at its end, the guarded ones
 * only if the {@linkplain #guard() guard} is true. Immutable.
 */
public final class Graph {
    private final List<Node> nodes;
    private final List<Variable> variables;
    private final Map<String, Node> inputs;
    private final Map<String, Node> outputs;
    private final List<Commit> commits;
    private final List<Expr> scalars;
    private final @Nullable Node guard;

    private Graph(Builder builder) {
        this.nodes = List.copyOf(builder.nodes);
        this.variables = List.copyOf(builder.variables.values());
        this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(builder.inputs));
        this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(builder.outputs));
        this.commits = List.copyOf(builder.commits);
        this.scalars = List.copyOf(builder.scalars);
        this.guard = builder.guard;
    }

    /** All operations; each comes after its operands. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The variables that are read or written, each once. */
    public List<Variable> variables() {
        return variables;
    }

    /** The inputs by name. */
    public Map<String, Node> inputs() {
        return inputs;
    }

    /** The values that can be read after a run, by name. */
    public Map<String, Node> outputs() {
        return outputs;
    }

    /** The writes to the store. */
    public List<Commit> commits() {
        return commits;
    }

    /**
     * What the host computes before each run, in float64: the value at an index goes to the {@code scalar} nodes with that
     * {@code index}. The expressions are of rank 0 and made of {@code scalar}, {@code constant} and elementwise operations.
     */
    public List<Expr> scalars() {
        return scalars;
    }

    /** The condition of the guarded commits, bool of rank 0. Without one, all commits are carried out. */
    public Optional<Node> guard() {
        return Optional.ofNullable(guard);
    }

    /** The nodes, line by line, then outputs and commits. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        nodes.forEach(node -> text.append(node).append('\n'));
        outputs.forEach((name, node) -> text.append("output ").append(name).append(" = %").append(node.index()).append('\n'));
        commits.forEach(commit -> text.append(commit).append('\n'));
        return text.toString();
    }

    /** Puts a graph together. Used by one thread. */
    public static final class Builder {
        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, Variable> variables = new LinkedHashMap<>();
        private final Map<String, Node> inputs = new LinkedHashMap<>();
        private final Map<String, Node> outputs = new LinkedHashMap<>();
        private final List<Commit> commits = new ArrayList<>();
        private final List<Expr> scalars = new ArrayList<>();
        private @Nullable Node guard;

        /**
         * Adds the operation of an expression.
         *
         * @param expression gives operation, attributes, type and shape; no composite, no {@code scalar}
         * @param operands the nodes of its operands, made by this builder
         * @param provenance where it comes from
         */
        public Node add(Expr expression, List<Node> operands, String provenance) {
            if (expression.op().decomposition().isPresent() || expression.op() == Primitives.SCALAR) {
                throw new IllegalArgumentException("a graph cannot hold " + expression);
            }
            Node node = node(expression, operands, expression.attributes(), provenance);
            if (expression.op() == Primitives.VARIABLE) {
                variable(Variable.of(node.attributes().text("path"), node.type(), node.shape()));
            } else if (expression.op() == Primitives.INPUT
                    && inputs.put(node.attributes().text("name"), node) != null) {
                throw new IllegalArgumentException("the input '" + node.attributes().text("name") + "' is there twice");
            }
            return node;
        }

        /** Adds a number that the host computes before each run. */
        public Node scalar(Expr host, String provenance) {
            if (host.type() != Type.REAL || !host.shape().equals(Shape.scalar())) {
                throw new IllegalArgumentException("a host scalar is a real number of rank 0, not " + host);
            }
            scalars.add(host);
            return node(Expressions.scalar("host"), List.of(),
                    Attributes.of("index", scalars.size() - 1), provenance);
        }

        /** Names a value that can be read after a run. */
        public Builder output(String name, Node value) {
            if (outputs.put(name, Objects.requireNonNull(value)) != null) {
                throw new IllegalArgumentException("the output '" + name + "' is there twice");
            }
            return this;
        }

        /** Writes a value to the store; a variable can be written once. */
        public Builder commit(Variable variable, Node value, boolean guarded) {
            if (value.type() != variable.type() || !value.shape().equals(variable.shape())) {
                throw new IllegalArgumentException("cannot write " + value + " to " + variable);
            }
            if (commits.stream().anyMatch(c -> c.variable().path().equals(variable.path()))) {
                throw new IllegalArgumentException(variable.path() + " is written twice");
            }
            commits.add(new Commit(variable(variable), value, guarded));
            return this;
        }

        /** Sets the condition of the guarded commits. */
        public Builder guard(Node condition) {
            if (condition.type() != Type.BOOL || condition.shape().rank() != 0) {
                throw new IllegalArgumentException("a guard is a bool of rank 0, not " + condition);
            }
            guard = condition;
            return this;
        }

        /** The graph. */
        public Graph build() {
            return new Graph(this);
        }

        private Node node(Expr expression, List<Node> operands, Attributes attributes, String provenance) {
            Node node = new Node(nodes.size(), expression.op(), operands, attributes, expression.type(), expression.shape(),
                    provenance);
            nodes.add(node);
            return node;
        }

        private Variable variable(Variable variable) {
            Variable known = variables.putIfAbsent(variable.path(), variable);
            if (known != null && !known.equals(variable)) {
                throw new IllegalArgumentException(variable + " is also " + known);
            }
            return variable;
        }
    }
}
