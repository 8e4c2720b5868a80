package org.fascicle.backend.gpu.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Devices;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.fascicle.backend.gpu.foreign.SignalHandlers;
import org.jspecify.annotations.Nullable;

/** The devices that speak OpenCL on this machine. */
public final class OpenClDevices implements Devices {
    private static final String[] LIBRARIES = {"libOpenCL.so.1", "libOpenCL.so", "OpenCL.dll",
        "/System/Library/Frameworks/OpenCL.framework/OpenCL"};
    private static final Path VENDORS = Path.of("/etc/OpenCL/vendors");

    private final String options;
    private @Nullable OpenCl driver;
    private @Nullable String problem;
    private List<long[]> found = List.of();
    private boolean looked;

    /**
     * Devices.
     *
     * @param options for the driver's compiler; empty for none beside ours
     */
    public OpenClDevices(String options) {
        this.options = options.strip();
    }

    private synchronized void look() {
        if (looked) {
            return;
        }
        looked = true;
        try {
            NativeLibrary library = NativeLibrary.find(LIBRARIES).orElse(null);
            if (library == null) {
                problem = "there is no OpenCL on this machine: " + String.join(", ", LIBRARIES) + " were looked for";
                return;
            }
            OpenCl loaded = new OpenCl(library);
            SignalHandlers.settle(drivers());
            found = SignalHandlers.keep(loaded::all);
            driver = loaded;
            if (found.isEmpty()) {
                problem = "OpenCL's loader " + library + " knows no driver with a device";
            }
        } catch (LinkageError | BackendException e) {
            problem = "OpenCL cannot be used: " + e.getMessage();
        }
    }

    @Override
    public synchronized @Nullable String problem() {
        look();
        return problem;
    }

    @Override
    public synchronized List<String> names() {
        look();
        List<String> names = new ArrayList<>();
        OpenCl loaded = driver;
        if (loaded != null) {
            found.forEach(device -> names.add(loaded.deviceText(device[1], OpenCl.DEVICE_NAME)));
        }
        return names;
    }

    @Override
    public synchronized Device open(int number) {
        look();
        OpenCl loaded = driver;
        if (loaded == null || problem != null) {
            throw new BackendException(String.valueOf(problem));
        } else if (number < 0 || number >= found.size()) {
            throw new BackendException("there is no OpenCL device " + number + "; there are " + found.size() + ": " + names());
        }
        long[] device = found.get(number);
        return SignalHandlers.keep(() -> new OpenClDevice(loaded, device[0], device[1], options));
    }

    /** The libraries that OpenCL's loader is going to load, as far as we know: where an environment variable names others, these load later. */
    private static List<String> drivers() {
        List<String> drivers = new ArrayList<>();
        if (Stream.of("OCL_ICD_VENDORS", "OCL_ICD_FILENAMES").allMatch(name -> System.getenv(name) == null)
                && Files.isDirectory(VENDORS)) {
            try (Stream<Path> files = Files.list(VENDORS)) {
                for (Path file : files.filter(named -> named.toString().endsWith(".icd")).toList()) {
                    drivers.add(Files.readString(file).strip());
                }
            } catch (IOException e) {
                // the loader cannot read it either
                return drivers;
            }
        }
        return drivers;
    }
}
