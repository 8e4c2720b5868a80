package org.fascicle.compiler.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What techniques declare during one trace: parameters, states, penalties and the provenance of expressions. It may refer to
 * technique objects (constraints), and therefore lives no longer than the trace. Used by one thread.
 */
public final class Trace {
    private static final Pattern NAMES = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");

    private final Mode mode;
    private final boolean initializing;
    private final Draws draws;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, TracedState> states = new LinkedHashMap<>();
    private final Map<String, Integer> drawn = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Set<String> places = new HashSet<>();
    private final List<Expr> penalties = new ArrayList<>();
    private final Map<Expr, String> provenance = new IdentityHashMap<>();
    private final Origins origins = new Origins();
    private final LayerResults results = new LayerResults();
    private final Activations activations = new Activations();
    private boolean modeAsked;
    private int mostRows;
    private boolean rowsAsked;

    /**
     * A trace with the random numbers of the platform.
     *
     * @param mode what it is for
     * @param initializing whether initializers are asked for first values
     */
    public Trace(Mode mode, boolean initializing) {
        this(mode, initializing, Draws::philox);
    }

    /**
     * A trace.
     *
     * @param mode what it is for
     * @param initializing whether initializers are asked for first values
     * @param draws where its random numbers come from
     */
    public Trace(Mode mode, boolean initializing, Draws draws) {
        this.mode = mode;
        this.initializing = initializing;
        this.draws = draws;
    }

    /** This, of batches of at most so many rows. */
    public Trace rows(int most) {
        mostRows = most;
        return this;
    }

    /** Whether a technique has asked how many rows a batch has, to compare rows with rows. */
    public boolean isRowsAsked() {
        return rowsAsked;
    }

    /** Whether initializers are asked for first values. */
    public boolean isInitializing() {
        return initializing;
    }

    /** What it is for. */
    public Mode mode() {
        return mode;
    }

    /** Whether a technique has asked what the trace is for. If none has, all modes give the same but for penalties of outputs. */
    public boolean isModeAsked() {
        return modeAsked;
    }

    /** The parameters declared so far, in order. */
    public Collection<Parameter> parameters() {
        return parameters.values();
    }

    /** What initializers gave, by path: to parameters, and to states that are drawn. */
    public Map<String, Expr> firstValues() {
        Map<String, Expr> first = new LinkedHashMap<>();
        parameters.values().forEach(parameter -> put(first, parameter.path(), parameter.initial()));
        states.values().forEach(state -> put(first, state.variable().path(), state.first()));
        return first;
    }

    private static void put(Map<String, Expr> first, String path, @Nullable Expr value) {
        if (value != null) {
            first.put(path, value);
        }
    }

    /** The states declared so far, in order. */
    public Collection<TracedState> states() {
        return states.values();
    }

    /** The penalties added to the loss so far, each of rank 0. */
    public List<Expr> penalties() {
        return penalties;
    }

    /** Where expressions come from; by identity. */
    public Map<Expr, String> provenance() {
        return provenance;
    }

    /** Which techniques the places of the provenance belong to. */
    public Origins origins() {
        return origins;
    }

    /** Masks of layers' results, and further results. */
    public LayerResults results() {
        return results;
    }

    /** What the activations of layers have taken and given. */
    public Activations activations() {
        return activations;
    }

    /** Notes where an expression and all it is made of come from, as far as that is not known yet. */
    public Expr attribute(Expr expression, String origin) {
        List<Expr> open = new ArrayList<>(List.of(expression));
        while (!open.isEmpty()) {
            Expr next = open.remove(open.size() - 1);
            if (provenance.putIfAbsent(next, origin) == null) {
                open.addAll(next.operands());
            }
        }
        return expression;
    }

    Parameter parameter(String path, boolean trainable, Shape shape, Scope.Initial initial, Scope.@Nullable Penalty penalty,
            Scope.@Nullable Projection projection, Function<String, Scope> scopes) {
        if (shape.isBatched()) {
            throw new DeclarationException("the parameter '" + path + "' cannot have the batch's rows: " + shape);
        }
        refuseTwice(path);
        Variable variable = Variable.of(path, Type.REAL, shape);
        Expr value = Expressions.variable(path, Type.REAL, shape);
        attribute(value, path);
        Scope place = scopes.apply(path);
        Expr first = first(path, shape, initial, place);
        if (penalty != null && trainable) {
            penalties.add(attribute(scalar(penalty.penalty(value, place), path), path + " (penalty)"));
        }
        Parameter parameter = new Parameter(variable, value, trainable, first, projection, place);
        parameters.put(path, parameter);
        return parameter;
    }

    /** The parameter of a path, for another use of it; null if there is none. */
    @Nullable
    Expr known(String path, Shape shape) {
        Parameter parameter = parameters.get(path);
        if (parameter == null) {
            return null;
        } else if (!parameter.shape().equals(shape)) {
            throw new DeclarationException(
                    "the parameter '" + path + "' is declared as " + parameter.shape() + " and as " + shape);
        }
        return parameter.value();
    }

    /** What an initializer gives; null if none is asked. */
    private @Nullable Expr first(String path, Shape shape, Scope.Initial initial, Scope place) {
        if (!initializing) {
            return null;
        }
        Expr drawn = initial.initialize(shape, place);
        if (drawn.type() != Type.REAL) {
            throw new DeclarationException("the initializer of '" + path + "' gave " + drawn + " where reals were expected");
        }
        return attribute(Expressions.broadcast(drawn, shape), path + " (initializer)");
    }

    TracedState state(String path, Shape shape, double initial) {
        return state(path, shape, initial, false);
    }

    TracedState state(String path, Shape shape, Scope.Initial initial, Function<String, Scope> scopes) {
        if (shape.isBatched()) {
            throw new DeclarationException("the state '" + path + "' cannot have the batch's rows: " + shape);
        }
        TracedState state = state(path, shape, 0, false);
        state.begin(first(path, shape, initial, scopes.apply(path)));
        return state;
    }

    /** A number of rank 0 that several rules set alike; the first of them counts. */
    TracedState globalState(String path, double initial) {
        return state(path, Shape.scalar(), initial, true);
    }

    private TracedState state(String path, Shape shape, double initial, boolean shared) {
        TracedState known = states.get(path);
        if (known != null) {
            if (!known.variable().shape().equals(shape)) {
                throw new DeclarationException("the state '" + path + "' is declared as " + known.variable().shape()
                        + " and as " + shape);
            }
            return known;
        }
        refuseTwice(path);
        TracedState state = new TracedState(this, Variable.of(path, Type.REAL, shape), initial, shared);
        attribute(state.value(), path);
        states.put(path, state);
        return state;
    }

    /** The path of a place within a place. */
    String place(String path, String name) {
        String place = path + "/" + name;
        if (!NAMES.matcher(name).matches()) {
            throw new DeclarationException(
                    "'" + place + "' cannot be a place: a name begins with a letter or _, and has letters, "
                            + "digits, '_', '-' and '.' only");
        }
        if (!places.contains(place)) {
            refuseTwice(place);
            places.add(place);
        }
        return place;
    }

    /** The greatest number of rows, for a technique that asks. */
    int askRows() {
        if (mostRows < 1) {
            throw new IllegalArgumentException("compares rows with rows, which a loss or a metric alone can do");
        }
        rowsAsked = true;
        return mostRows;
    }

    /** What it is for, for a technique that asks. */
    Mode askMode() {
        modeAsked = true;
        return mode;
    }

    /** Refuses a state that belongs to another technique than before. */
    void own(String path, String technique) {
        String other = owners.putIfAbsent(path, technique);
        if (other != null && !other.equals(technique)) {
            throw new DeclarationException("the slot '" + path + "' belongs to '" + other + "' and cannot be kept by '"
                    + technique + "' as well: each technique must begin the names of its slots with its own");
        }
    }

    Expr uniform(String path, Shape shape) {
        return draws.uniform(path, drawn.merge(path, 1, Integer::sum) - 1, shape);
    }

    void addPenalty(Expr penalty, String path) {
        penalties.add(attribute(scalar(penalty, path), path + " (penalty)"));
    }

    private static Expr scalar(Expr penalty, String path) {
        if (penalty.type() != Type.REAL || penalty.shape().rank() != 0) {
            throw new DeclarationException("a penalty must be a real number of rank 0, not " + penalty + ", at " + path);
        }
        return penalty;
    }

    private void refuseTwice(String path) {
        if (parameters.containsKey(path) || states.containsKey(path)) {
            throw new DeclarationException("'" + path + "' is declared twice");
        }
        if (places.contains(path)) {
            throw new DeclarationException("'" + path + "' is a place and cannot be a tensor as well");
        }
    }
}
