package org.fascicle.core.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.graph.Variable;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a network by path; they outlive programs. A tensor has a buffer of its own or is a segment of a packed one.
 * Used by one thread at a time.
 */
public final class Store implements AutoCloseable {
    private final Backend backend;
    private final Precision precision;
    private final @Nullable Integer threads;
    private final Map<String, Buffer> buffers = new LinkedHashMap<>();
    private final Map<String, Place> places = new TreeMap<>();

    /**
     * An empty store on a backend.
     *
     * @param threads how many may run a program that works on it; null for as many as the backend has
     */
    public Store(Backend backend, Precision precision, @Nullable Integer threads) {
        this.backend = backend;
        this.precision = precision;
        this.threads = threads;
    }

    /** An empty store for what belongs to programs that work on this one. */
    public Store beside() {
        return new Store(backend, precision, threads);
    }

    /**
     * How programs are compiled that work on it.
     *
     * @param maxRows the most rows of a run, at least 1
     */
    public CompileSettings settings(int maxRows) {
        CompileSettings settings = CompileSettings.of(precision, maxRows);
        return threads == null ? settings : settings.threads(threads);
    }

    /** What real numbers are. */
    public Precision precision() {
        return precision;
    }

    /** Makes room for a tensor of its own, each element with its first value. */
    public void add(TensorSpec tensor) {
        addBuffer(tensor.variable());
        addSegment(tensor, tensor.variable().path(), 0);
    }

    /** Makes room for a packed buffer, filled with zeros. */
    public void addBuffer(Variable packed) {
        require(packed);
        buffers.put(packed.path(), backend.allocate(packed.type(), precision, packed.shape().size()));
    }

    /** Refuses a tensor that no memory holds. */
    public static void require(Variable tensor) {
        Memory.require(tensor.shape().size(), "the tensor '" + tensor.path() + "' " + tensor.shape());
    }

    /** Makes a tensor known as a segment of a packed buffer that is there already, each element with its first value. */
    public void addSegment(TensorSpec tensor, String buffer, long offset) {
        String path = tensor.variable().path();
        places.put(path, new Place(tensor.variable(), tensor.initial(), buffer, offset));
        if (tensor.initial() != 0) {
            reset(path);
        }
    }

    /** Whether there is a tensor of this path. */
    public boolean has(String path) {
        return places.containsKey(path);
    }

    /** All tensors, by path. */
    public List<Variable> tensors() {
        List<Variable> all = new ArrayList<>();
        places.values().forEach(place -> all.add(place.variable));
        return all;
    }

    /** The buffers by path, packed ones and single ones, as programs bind them. */
    public Map<String, Buffer> buffers() {
        return buffers;
    }

    /** A copy of a tensor, row-major. */
    public double[] read(String path) {
        Place place = place(path);
        double[] values = new double[Math.toIntExact(place.variable.shape().size())];
        buffer(place).read(place.offset, values, 0, values.length);
        return values;
    }

    /** A copy of a tensor, row-major, in float32: exact, unless the store is one of float64. */
    public float[] readFloats(String path) {
        Place place = place(path);
        float[] values = new float[Math.toIntExact(place.variable.shape().size())];
        buffer(place).read(place.offset, values, 0, values.length);
        return values;
    }

    /** Replaces a tensor. */
    public void write(String path, double[] values) {
        Place place = place(path);
        buffer(place).write(place.offset, values, 0, values.length);
    }

    /** Replaces some elements of a tensor, from one on. */
    public void write(String path, long at, float[] values, int count) {
        Place place = place(path);
        buffer(place).write(place.offset + at, values, 0, count);
    }

    /** Sets all elements of a tensor back to their first value. */
    public void reset(String path) {
        Place place = place(path);
        double[] values = new double[Math.toIntExact(place.variable.shape().size())];
        Arrays.fill(values, place.initial);
        write(path, values);
    }

    @Override
    public void close() {
        buffers.values().forEach(Buffer::close);
        buffers.clear();
        places.clear();
    }

    private Place place(String path) {
        return Objects.requireNonNull(places.get(path), path);
    }

    private Buffer buffer(Place place) {
        return Objects.requireNonNull(buffers.get(place.buffer), place.buffer);
    }

    private static final class Place {
        final Variable variable;
        final double initial;
        final String buffer;
        final long offset;

        Place(Variable variable, double initial, String buffer, long offset) {
            this.variable = variable;
            this.initial = initial;
            this.buffer = buffer;
            this.offset = offset;
        }
    }
}
