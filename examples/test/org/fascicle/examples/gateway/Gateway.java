package org.fascicle.examples.gateway;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A bundle that predicts from the archive that the property {@code com.example.archive} names, says whether the process then holds at
 * most so many bytes as {@code com.example.bound} says, and stops the framework.
 */
public final class Gateway implements BundleActivator {
    private static final int[] BATCHES = {1, 100};

    @Override
    public void start(BundleContext context) throws Exception {
        long before = anonymous();
        Fascicle fascicle = context.getService(context.getServiceReference(Fascicle.class));
        try (Model model = fascicle.open(Path.of(context.getProperty("com.example.archive")), Settings.defaults())) {
            int inputs = model.inputs().get(0).size();
            for (int rows : BATCHES) {
                float[] outputs = model.predict(new float[rows * inputs], rows);
                System.out.println(rows + " rows, " + outputs.length + " outputs");
            }
            long held = held() + anonymous() - before;
            long bound = Long.parseLong(context.getProperty("com.example.bound"));
            System.out.println(held <= bound ? "within the bound" : held + " bytes are held, and the bound is " + bound);
        }
        context.getBundle(0).stop();
    }

    @Override
    public void stop(BundleContext context) {
        // It has ended by itself.
    }

    /** Bytes of the heap that are reachable, and of Java's buffers outside of it. */
    private static long held() {
        System.gc();
        long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            bytes += pool.getMemoryUsed();
        }
        return bytes;
    }

    /** Bytes of memory that the process has of its own: the backend's tensors are there. The heap does not grow, as all of it is touched. */
    private static long anonymous() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IllegalStateException("the system does not say how much memory the process has");
    }
}
