package org.fascicle.app.compare;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.api.training.TrainingResult.End;

/** Trains nothing: the number of a model follows from its definition and its rows. */
final class FakeFascicle {
    /** The labels of the definitions that were trained. */
    final List<String> trained = Collections.synchronizedList(new ArrayList<>());
    /** How many threads each model may have. */
    final Set<OptionalInt> threads = ConcurrentHashMap.newKeySet();
    /** What a definition may not be. */
    Consumer<Map<String, Object>> check = tree -> {};
    /** Refuses a definition when it is trained. */
    Consumer<Map<String, Object>> training = tree -> {};

    Fascicle service() {
        return proxy(Fascicle.class, (self, method, arguments) -> {
            switch (method.getName()) {
                case "json":
                    check.accept(((Definition) arguments[0]).tree().orElseThrow());
                    return "{}";
                case "create":
                    threads.add(((Settings) arguments[arguments.length - 1]).threads());
                    return model((Definition) arguments[0]);
                case "train":
                    return plan((Model) arguments[0], ((Data) arguments[1]).trainingRows());
                default:
                    throw new UnsupportedOperationException(method.getName());
            }
        });
    }

    /** A model that its text is the definition of. */
    private static Model model(Definition definition) {
        String json = JsonValues.write(definition.tree().orElseThrow());
        return proxy(Model.class, (self, method, arguments) -> {
            switch (method.getName()) {
                case "json":
                    return json;
                case "evaluate":
                    return Evaluation.of(Map.of("hits", number(json, (Rows) arguments[0])), Map.of());
                default:
                    return null;
            }
        });
    }

    private static double number(String json, Rows rows) {
        return (json + Digest.of(rows)).hashCode() / (double) Integer.MAX_VALUE;
    }

    private TrainingPlan plan(Model model, Rows rows) {
        TrainingListener[] listener = {TrainingListener.NONE};
        return proxy(TrainingPlan.class, (self, method, arguments) -> {
            if (method.getName().equals("listener")) {
                listener[0] = (TrainingListener) arguments[0];
                return self;
            }
            return training(model, listener[0]);
        });
    }

    private Training training(Model model, TrainingListener listener) {
        return proxy(Training.class, (self, method, arguments) -> {
            if (!method.getName().equals("join")) {
                return null;
            }
            @SuppressWarnings("unchecked")
            Map<String, Object> tree = (Map<String, Object>) JsonValues.read(model.json());
            training.accept(tree);
            boolean[] stopped = {false};
            listener.stepped(proxy(Progress.class, (progress, called, none) -> {
                stopped[0] |= called.getName().equals("stop");
                return null;
            }));
            trained.add(JsonValues.write(tree));
            return TrainingResult.of(stopped[0] ? End.STOPPED : End.COMPLETED, 0, History.of(Map.of("loss", List.of(1.0))));
        });
    }

    /** Lets each training go on when another one is as far. */
    static Consumer<Map<String, Object>> inPairs() {
        CyclicBarrier barrier = new CyclicBarrier(2);
        return tree -> {
            try {
                barrier.await();
            } catch (Exception e) {
                throw new InputException("the other one did not come: " + e);
            }
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
