package org.fascicle.api.measure;

import org.fascicle.api.data.Data;
import org.fascicle.api.model.Model;
import org.osgi.annotation.versioning.ProviderType;

/** Measures training. An OSGi service, for tools: an application does not need it. Safe for any thread. */
@ProviderType
public interface Measurement {
    /**
     * Trains a model for a while, and measures its steps. Parameters are afterwards as they were before.
     *
     * @param model not being trained
     * @param data to train on
     * @param batch rows per step; 0 for as many as the definition says
     * @param seconds about how long
     */
    BenchmarkResult benchmark(Model model, Data data, int batch, double seconds);

    /**
     * Trains as {@link #benchmark} does, and measures each part of a step.
     *
     * @throws org.fascicle.api.problem.InputException if the backend cannot measure the parts of a step
     */
    ProfileResult profile(Model model, Data data, int batch, double seconds);
}
