package org.fascicle.format;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.fascicle.api.technique.Kind;

/** Networks of one layer, of each built-in layer and activation; double quotes are written as single ones. */
public final class Cases {
    private static final String IMAGE = "8, 6, 4";
    /** By layer: the shape of a row, and the layer's options, as often as there are forms that make other operators. */
    private static final Map<String, List<String>> LAYERS = Map.ofEntries(
            layer("activation", "5", "'activation': 'elu'"),
            layer("add", "5", "'inputs': ['input', 'input']"),
            layer("alpha_dropout", "5", "'rate': 0.3"),
            layer("average_pooling_1d", "7, 3", "'pool_size': 2", "'pool_size': 3, 'strides': 2, 'padding': 'same'"),
            layer("average_pooling_2d", IMAGE, "'pool_size': 2", "'pool_size': [3, 2], 'strides': [2, 1], 'padding': 'same'"),
            layer("batch_normalization", "4, 3", "", "'axis': 1", "'center': false, 'scale': false",
                    "'renorm': true, 'renorm_rmin': 0.5, 'renorm_rmax': 2.0, 'renorm_momentum': 0.9", "'renorm': true"),
            layer("bidirectional", "4, 3", "'layer': {'lstm': {'units': 2}}",
                    "'layer': {'gru': {'units': 2, 'return_sequences': true}}, 'merge_mode': 'sum'"),
            layer("concatenate", "5", "'inputs': ['input', 'input']"),
            layer("conv1d", "9, 3", "'filters': 4, 'kernel_size': 3",
                    "'filters': 4, 'kernel_size': 2, 'padding': 'causal', 'dilation_rate': 2",
                    "'filters': 4, 'kernel_size': 3, 'padding': 'same', 'strides': 2, 'activation': 'relu'"),
            layer("conv2d", IMAGE, "'filters': 3, 'kernel_size': 3", "'filters': 4, 'kernel_size': [3, 2], 'groups': 2",
                    "'filters': 3, 'kernel_size': [2, 3], 'strides': [2, 3], 'padding': 'same'",
                    "'filters': 3, 'kernel_size': 2, 'dilation_rate': 2, 'use_bias': false"),
            layer("conv2d_transpose", IMAGE, "'filters': 3, 'kernel_size': 3",
                    "'filters': 2, 'kernel_size': [3, 2], 'strides': 2",
                    "'filters': 2, 'kernel_size': 3, 'strides': [2, 3], 'padding': 'same'",
                    "'filters': 2, 'kernel_size': 3, 'strides': 3, 'output_padding': [1, 2]"),
            layer("cropping_2d", IMAGE, "'cropping': [1, 2]"),
            layer("dense", "5", "'units': 3", "'units': 3, 'use_bias': false, 'activation': 'softmax'"),
            layer("dense", "4, 5", "'units': 3"),
            layer("depthwise_conv2d", IMAGE, "'kernel_size': 3",
                    "'kernel_size': [2, 3], 'depth_multiplier': 2, 'padding': 'same'"),
            layer("dropout", "5", "'rate': 0.3"),
            layer("embedding", "4", "'input_dim': 7, 'output_dim': 3", "'input_dim': 7, 'output_dim': 3, 'mask_zero': true"),
            layer("flatten", IMAGE, ""),
            layer("gaussian_dropout", "5", "'rate': 0.3"),
            layer("gaussian_noise", "5", "'stddev': 0.3"),
            layer("global_average_pooling", IMAGE, "", "'keepdims': true"),
            layer("global_max_pooling", IMAGE, "", "'keepdims': true"),
            layer("gradient_reversal", "5", ""),
            layer("gru", "4, 3", "'units': 5",
                    "'units': 2, 'reset_after': false, 'return_sequences': true, 'go_backwards': true"),
            layer("group_normalization", IMAGE, "'groups': 2", "'groups': -1"),
            layer("layer_normalization", "4, 5", "", "'axis': [1, 2]"),
            layer("lstm", "4, 3", "'units': 5", "'units': 2, 'return_sequences': true, 'use_bias': false"),
            layer("masking", "4, 3", ""),
            layer("max_pooling_1d", "7, 3", "'pool_size': 2", "'pool_size': 3, 'strides': 2, 'padding': 'same'"),
            layer("max_pooling_2d", IMAGE, "'pool_size': 2", "'pool_size': [3, 2], 'strides': [2, 1], 'padding': 'same'"),
            layer("multi_head_attention", "4, 6", "'num_heads': 2, 'key_dim': 3",
                    "'num_heads': 3, 'key_dim': 2, 'value_dim': 4, 'use_bias': false, 'use_causal_mask': true"),
            layer("multiply", "5", "'inputs': ['input', 'input']"),
            layer("permute", "4, 5, 2", "'dims': [3, 1, 2]"),
            layer("position_embedding", "4, 3", "'sequence_length': 5"),
            layer("random_contrast", IMAGE, "'factor': 0.2"),
            layer("random_crop", IMAGE, "'height': 5, 'width': 4"),
            layer("random_flip", IMAGE, ""),
            layer("random_rotation", IMAGE, "'factor': 0.2"),
            layer("random_translation", IMAGE, "'height_factor': 0.2, 'width_factor': 0.1"),
            layer("random_zoom", IMAGE, "'height_factor': 0.2"),
            layer("repeat_vector", "5", "'n': 3"),
            layer("reshape", "6", "'target_shape': [3, 2]"),
            layer("separable_conv2d", IMAGE, "'filters': 3, 'kernel_size': 3"),
            layer("sequential", "5", "'layers': [{'dense': {'units': 3}}, {'activation': {'activation': 'relu'}}]"),
            layer("simple_rnn", "4, 3", "'units': 5", "'units': 2, 'return_sequences': true, 'activation': 'relu'"),
            layer("spatial_dropout", "4, 5", "'rate': 0.3"),
            layer("time_distributed", "3, 4, 2", "'layer': {'conv1d': {'filters': 3, 'kernel_size': 2}}"),
            layer("up_sampling_2d", IMAGE, "'size': [2, 3]", "'size': 2, 'interpolation': 'bilinear'"),
            layer("zero_padding_2d", IMAGE, "'padding': [1, 2]"));

    private Cases() {}

    private static Map.Entry<String, List<String>> layer(String name, String shape, String... options) {
        return Map.entry(name + " " + shape, Arrays.asList(options));
    }

    /** All built-in activations, as a model file writes them. */
    public static Stream<String> activations() {
        return Networks.names(Kind.ACTIVATION).stream()
                .map(name -> name.equals("threshold") ? "{'threshold': {'threshold': 0.4, 'default_value': -2}}"
                        : "'" + name + "'");
    }

    /** Inputs and network of a layer each. */
    public static Stream<String> layers() {
        return LAYERS.entrySet().stream().flatMap(entry -> entry.getValue().stream().map(options -> {
            String[] words = entry.getKey().split(" ", 2);
            return "'inputs': {'input': [" + words[1] + "]}, 'network': [{'" + words[0] + "': {" + options + "}}]";
        }));
    }

    /** The names of the layers that are among them. */
    public static Set<String> layerNames() {
        Set<String> names = new TreeSet<>();
        LAYERS.keySet().forEach(key -> names.add(key.split(" ", 2)[0]));
        return names;
    }
}
