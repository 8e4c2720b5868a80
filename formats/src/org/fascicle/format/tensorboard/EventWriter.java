package org.fascicle.format.tensorboard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

import org.fascicle.api.model.Model;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.format.protobuf.Message;

/** Writes the event files of one training. Called on the thread that trains. */
final class EventWriter implements TrainingListener {
    private static final Logger LOG = Logger.getLogger(EventWriter.class.getName());
    private static final String VALIDATION = "val_";

    private final Path folder;
    private final Model model;
    private final long steps;
    private final int histograms;
    private final EventFile train;
    private final EventFile validation;
    private boolean failed;

    EventWriter(Path folder, Model model, long steps, int histograms) {
        this.folder = folder;
        this.model = model;
        this.steps = steps;
        this.histograms = histograms;
        this.train = new EventFile(folder.resolve("train"));
        this.validation = new EventFile(folder.resolve("validation"));
    }

    @Override
    public void started(Progress progress) {
        // One number stands for both in this run: that of steps is the greater, and what epochs have written again is the same.
        train.begin(steps > 0 ? progress.step() + 1 : epoch(progress));
        validation.begin(epoch(progress));
        // Four blanks make Markdown leave the JSON as it is.
        String text = "    " + model.json().replace("\n", "\n    ");
        write(train, List.of(LayerGraph.event(model.graph()), new Summaries(epoch(progress)).text("model", text).event()));
    }

    @Override
    public void stepped(Progress progress) {
        if (steps > 0 && progress.step() % steps == 0) {
            Summaries values = new Summaries(progress.step());
            progress.metrics().forEach((metric, value) -> values.number("batch_" + metric, value));
            rate(values, "batch_learning_rate", progress);
            write(train, List.of(values.event()));
        }
    }

    @Override
    public void epochEnded(Progress progress) {
        Summaries trained = new Summaries(epoch(progress));
        Summaries validated = new Summaries(epoch(progress));
        for (Map.Entry<String, Double> metric : progress.metrics().entrySet()) {
            String name = metric.getKey();
            if (name.startsWith(VALIDATION)) {
                validated.number("epoch_" + name.substring(VALIDATION.length()), metric.getValue());
            } else {
                trained.number("epoch_" + name, metric.getValue());
            }
        }
        rate(trained, "epoch_learning_rate", progress);
        List<Message> events = new ArrayList<>(List.of(trained.event()));
        if (histograms > 0 && progress.epoch() % histograms == 0) {
            // An event each: a layer's tensor need not be in memory with all others.
            model.tensors().keySet().forEach(path -> {
                Summaries parameter = new Summaries(epoch(progress)).distribution(path + "/histogram", model.tensor(path));
                if (!parameter.isEmpty()) {
                    events.add(parameter.event());
                }
            });
        }
        write(train, events);
        if (!validated.isEmpty()) {
            write(validation, List.of(validated.event()));
        }
    }

    private static int epoch(Progress progress) {
        return progress.epoch() - 1;
    }

    private static void rate(Summaries values, String tag, Progress progress) {
        if (!Double.isNaN(progress.learningRate())) {
            values.number(tag, progress.learningRate());
        }
    }

    private void write(EventFile file, List<Message> events) {
        try {
            file.append(events);
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.warning("event files cannot be written in " + folder + ", and training goes on: " + e);
            }
            failed = true;
        }
    }
}
