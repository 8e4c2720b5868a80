package org.fascicle.installer.leak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.netbeans.lib.profiler.heap.ArrayItemValue;
import org.netbeans.lib.profiler.heap.Field;
import org.netbeans.lib.profiler.heap.FieldValue;
import org.netbeans.lib.profiler.heap.GCRoot;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.JavaFrameGCRoot;
import org.netbeans.lib.profiler.heap.Value;

/**
 * The shortest path by which a class loader is held: by a reference to it, to one of its classes, or to an object of these. Each object
 * holds its class, and each class its loader.
 */
final class LoaderPath {
    /** Enough objects of a class to find one that is held from outside. */
    private static final int OBJECTS = 1_000;

    private final Heap heap;
    private final Instance loader;

    LoaderPath(Heap heap, Instance loader) {
        this.heap = heap;
        this.loader = loader;
    }

    /** A line for each object, the root first. */
    List<String> lines() {
        List<Instance> shortest = List.of();
        for (Instance start : starts()) {
            List<Instance> path = toRoot(start);
            if (!path.isEmpty() && (shortest.isEmpty() || path.size() < shortest.size())) {
                shortest = path;
            }
        }
        return shortest.isEmpty() ? List.of("by nothing but soft references, which are given up when memory runs short")
                : words(shortest);
    }

    private List<Instance> starts() {
        List<Instance> starts = new ArrayList<>(List.of(loader));
        for (Object each : heap.getAllClasses()) {
            JavaClass type = (JavaClass) each;
            Instance its = type.getClassLoader();
            if (its != null && its.getInstanceId() == loader.getInstanceId()) {
                Instance itself = heap.getInstanceByID(type.getJavaClassId());
                if (itself != null) {
                    starts.add(itself);
                }
                List<?> objects = type.getInstances();
                objects.subList(0, Math.min(OBJECTS, objects.size())).forEach(object -> starts.add((Instance) object));
            }
        }
        return starts;
    }

    /** From an object on, each with what holds it; empty if nothing does. */
    private List<Instance> toRoot(Instance start) {
        List<Instance> path = new ArrayList<>(List.of(start));
        Instance at = start;
        while (!at.isGCRoot()) {
            at = at.getNearestGCRootPointer();
            if (at == null) {
                return List.of();
            }
            path.add(at);
        }
        return path;
    }

    private List<String> words(List<Instance> path) {
        List<String> lines = new ArrayList<>();
        for (int i = path.size() - 1; i >= 0; i--) {
            Instance held = path.get(i);
            Instance holder = i + 1 < path.size() ? path.get(i + 1) : null;
            lines.add(holder == null ? root(held) : "-> " + reference(holder, held) + name(held));
        }
        Instance start = path.get(0);
        if (start.getInstanceId() != loader.getInstanceId()) {
            lines.add("-> the class loader of " + (typeOf(start) == null ? "its class" : "this class"));
        }
        return lines;
    }

    private String root(Instance instance) {
        GCRoot root = heap.getGCRoot(instance);
        String kind = root == null ? GCRoot.UNKNOWN : root.getKind();
        if (root instanceof JavaFrameGCRoot frame && frame.getThreadGCRoot() != null) {
            return "a local variable of the " + name(frame.getThreadGCRoot().getInstance()) + ": " + name(instance);
        } else if (GCRoot.THREAD_OBJECT.equals(kind)) {
            return "the running " + name(instance);
        }
        return name(instance) + ", which the virtual machine holds (" + kind + ")";
    }

    /** The field or place by which one holds another, with a word behind it. */
    private static String reference(Instance holder, Instance held) {
        for (Object each : held.getReferences()) {
            Value value = (Value) each;
            if (value.getDefiningInstance() != null && value.getDefiningInstance().getInstanceId() != holder.getInstanceId()) {
                continue;
            } else if (value instanceof ArrayItemValue item) {
                return "[" + item.getIndex() + "]: ";
            } else if (value instanceof FieldValue field) {
                Field its = field.getField();
                return (its.isStatic() ? "the static field " : "the field ") + its.getName() + ": ";
            }
        }
        return "";
    }

    /** The class that an object is, if it is one. */
    private @Nullable JavaClass typeOf(Instance instance) {
        return heap.getJavaClassByID(instance.getInstanceId());
    }

    private String name(Instance instance) {
        JavaClass type = typeOf(instance);
        if (type != null) {
            return "the class " + type.getName();
        }
        String name = instance.getJavaClass().getName();
        return isThread(instance.getJavaClass()) ? "thread " + thread(instance) + " (" + name + ")" : "an object of " + name;
    }

    private static boolean isThread(JavaClass type) {
        for (JavaClass at = type; at != null; at = at.getSuperClass()) {
            if (at.getName().equals(Thread.class.getName())) {
                return true;
            }
        }
        return false;
    }

    private static String thread(Instance thread) {
        Object id = thread.getValueOfField("tid");
        Map<Long, String> names = new HashMap<>();
        Thread.getAllStackTraces().keySet().forEach(each -> names.put(each.getId(), each.getName()));
        return id instanceof Long number && names.containsKey(number) ? "'" + names.get(number) + "'" : "without a name";
    }
}
