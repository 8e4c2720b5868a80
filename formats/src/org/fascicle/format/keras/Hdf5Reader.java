package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.message.DataLayout;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Tensors in HDF5. A damaged file can make the library fail in any way, also by asking for more memory than there is: whatever it throws
 * becomes a message here, and no tensor is larger than its file allows.
 */
final class Hdf5Reader {
    private static final String REMEDY = "Use another copy of the file, or save the model anew";

    private static final long MOST_DEFLATED = 1032;

    private final String file;
    private final String entry;
    private final int size;
    private final HdfFile hdf5;

    /**
     * A reader.
     *
     * @param file and entry: what messages call it; the entry may be empty
     */
    Hdf5Reader(String file, String entry, byte[] bytes) {
        this.file = file;
        this.entry = entry;
        this.size = bytes.length;
        this.hdf5 = guarded("", () -> HdfFile.fromBytes(bytes));
    }

    /** The tensors of a group, by number; empty if there is no such group. */
    TreeMap<Integer, Imported.Numbers> tensors(String... path) {
        String name = String.join("/", path);
        return guarded(name, () -> {
            TreeMap<Integer, Imported.Numbers> tensors = new TreeMap<>();
            Node node = hdf5;
            for (String part : path) {
                node = node instanceof Group group ? group.getChild(part) : null;
            }
            if (node instanceof Group group) {
                group.getChildren().forEach((key, child) -> {
                    if (child instanceof Dataset dataset && key.matches("[0-9]{1,6}")) {
                        tensors.put(Integer.valueOf(key), tensor(dataset, name + "/" + key));
                    }
                });
            }
            return tensors;
        });
    }

    /** The paths of all groups that hold numbered tensors. */
    List<String> folders() {
        return guarded("", () -> {
            List<String> folders = new ArrayList<>();
            collect(hdf5, "", folders, new HashSet<>());
            return folders;
        });
    }

    // A group may be a member of itself: each is looked at once.
    private static void collect(Group group, String path, List<String> folders, Set<Long> seen) {
        boolean holds = false;
        for (Node child : group.getChildren().values()) {
            if (child instanceof Group inner && seen.add(inner.getAddress())) {
                collect(inner, path.isEmpty() ? inner.getName() : path + "/" + inner.getName(), folders, seen);
            }
            holds |= child instanceof Dataset;
        }
        if (holds) {
            folders.add(path);
        }
    }

    /** Whether there is such a group. */
    boolean has(String name) {
        return guarded(name, () -> hdf5.getChild(name) instanceof Group);
    }

    private Imported.Numbers tensor(Dataset dataset, String name) {
        int[] extents = dataset.getDimensions();
        long elements = 1;
        for (int extent : extents) {
            elements = Math.multiplyExact(elements, (long) extent);
        }
        // Pieces may be compressed, and deflate makes nothing smaller than by this factor.
        long most = dataset.getDataLayout() == DataLayout.CHUNKED ? size * MOST_DEFLATED : size;
        if (elements < 0 || elements > most) {
            throw damaged(name, "it says that it has " + elements + " numbers, and the file has " + size + " bytes", null);
        }
        Shape shape = Shape.of(extents);
        return new Imported.Numbers() {
            @Override
            public Shape shape() {
                return shape;
            }

            @Override
            public double[] values() {
                return guarded(name, () -> doubles(dataset, Math.toIntExact(shape.size()), name));
            }
        };
    }

    private double[] doubles(Dataset dataset, int count, String name) {
        Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
        double[] values;
        if (data instanceof float[] floats) {
            values = widened(floats);
        } else if (data instanceof double[] doubles) {
            values = doubles.clone();
        } else if (data instanceof long[] longs) {
            values = Arrays.stream(longs).asDoubleStream().toArray();
        } else if (data instanceof int[] ints) {
            values = Arrays.stream(ints).asDoubleStream().toArray();
        } else if (data instanceof Number number) {
            values = new double[] {number.doubleValue()};
        } else {
            throw damaged(name, "its elements are no numbers", null);
        }
        if (values.length != count) {
            throw damaged(name, "it has " + values.length + " numbers, not " + count, null);
        }
        return values;
    }

    private static double[] widened(float[] floats) {
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    private <T> T guarded(String name, Supplier<T> action) {
        try {
            return Objects.requireNonNull(action.get());
        } catch (InputException e) {
            throw e;
        } catch (LinkageError e) {
            throw damaged(name, "it is compressed by LZ4, whose library is not here", e);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | AssertionError e) {
            throw damaged(name, "it cannot be read: " + e.getMessage(), e);
        }
    }

    private InputException damaged(String name, String problem, @Nullable Throwable cause) {
        String where = entry.isEmpty() || name.isEmpty() ? entry + name : entry + "/" + name;
        InputException e = new InputException(file, where.isEmpty() ? null : where, problem, REMEDY);
        if (cause != null) {
            e.initCause(cause);
        }
        return e;
    }
}
