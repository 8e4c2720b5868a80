package org.fascicle.format.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.format.Networks;
import org.fascicle.format.keras.TechniqueWriter.Written;
import org.junit.jupiter.api.Test;

/** Keras makes an object by calling its class with the written options: one that it does not know is an error there. */
class SignaturesTest {
    private static final String CONVOLUTION = "filters kernel_size strides padding data_format dilation_rate activation use_bias "
            + "bias_initializer bias_regularizer activity_regularizer bias_constraint ";
    private static final String KERNEL = "kernel_initializer kernel_regularizer kernel_constraint ";
    private static final String DEPTHWISE = "depth_multiplier depthwise_initializer depthwise_regularizer depthwise_constraint ";
    private static final String POINTWISE = "pointwise_initializer pointwise_regularizer pointwise_constraint";
    private static final String RECURRENT = "units activation use_bias kernel_initializer recurrent_initializer bias_initializer "
            + "kernel_regularizer recurrent_regularizer bias_regularizer activity_regularizer kernel_constraint "
            + "recurrent_constraint bias_constraint dropout recurrent_dropout seed return_sequences return_state go_backwards "
            + "stateful unroll zero_output_for_mask";
    private static final String NORM = "axis epsilon center scale beta_initializer gamma_initializer beta_regularizer "
            + "gamma_regularizer beta_constraint gamma_constraint ";
    private static final String POOLING = "pool_size strides padding data_format";
    private static final String RANDOM = "fill_mode interpolation fill_value seed data_format ";
    private static final String OPTIMIZER = "learning_rate weight_decay clipnorm clipvalue global_clipnorm use_ema ema_momentum "
            + "ema_overwrite_frequency loss_scale_factor gradient_accumulation_steps ";
    private static final String ADAM = OPTIMIZER + "beta_1 beta_2 epsilon ";
    /** By kind and class, the arguments, beside those that each object of the kind takes. */
    private static final Map<String, String> SIGNATURES = new HashMap<>();

    static {
        all("layer", "activity_regularizer", "Flatten", "Multiply", "Add");
        put("layer", "Activation activation", "Dense units activation use_bias bias_initializer bias_regularizer "
                + "activity_regularizer bias_constraint " + KERNEL,
                "Dropout rate noise_shape seed", "AlphaDropout rate noise_shape seed", "GaussianDropout rate seed",
                "GaussianNoise stddev seed", "SpatialDropout2D rate seed data_format",
                "Embedding input_dim output_dim embeddings_initializer embeddings_regularizer embeddings_constraint mask_zero",
                "BatchNormalization momentum moving_mean_initializer moving_variance_initializer " + NORM,
                "LayerNormalization " + NORM, "GroupNormalization groups " + NORM, "Conv1D groups " + CONVOLUTION + KERNEL,
                "Conv2D groups " + CONVOLUTION + KERNEL, "Conv2DTranspose output_padding " + CONVOLUTION + KERNEL,
                "DepthwiseConv2D " + CONVOLUTION.replace("filters ", "") + DEPTHWISE,
                "SeparableConv2D " + CONVOLUTION + DEPTHWISE + POINTWISE, "MaxPooling1D " + POOLING, "MaxPooling2D " + POOLING,
                "AveragePooling1D " + POOLING, "AveragePooling2D " + POOLING, "GlobalAveragePooling2D keepdims data_format",
                "GlobalMaxPooling2D keepdims data_format", "Reshape target_shape", "Permute dims", "RepeatVector n",
                "Masking mask_value",
                "Concatenate axis", "ZeroPadding2D padding data_format", "Cropping2D cropping data_format",
                "UpSampling2D size data_format interpolation", "RandomFlip mode seed data_format",
                "RandomRotation factor " + RANDOM, "RandomZoom height_factor width_factor " + RANDOM,
                "RandomTranslation height_factor width_factor " + RANDOM, "RandomCrop height width seed data_format",
                "RandomContrast factor value_range seed", "SimpleRNN " + RECURRENT,
                "LSTM recurrent_activation unit_forget_bias use_cudnn " + RECURRENT,
                "GRU recurrent_activation reset_after use_cudnn " + RECURRENT,
                "Bidirectional layer merge_mode weights backward_layer",
                "TimeDistributed layer", "Sequential layers",
                "MultiHeadAttention num_heads key_dim value_dim dropout use_bias output_shape attention_axes flash_attention "
                        + "kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer "
                        + "kernel_constraint bias_constraint seed");
        all("initializer", "seed", "GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform", "LecunNormal");
        all("initializer", "", "Ones", "Zeros");
        put("initializer", "Constant value", "Identity gain", "Orthogonal gain seed", "RandomNormal mean stddev seed",
                "RandomUniform minval maxval seed", "TruncatedNormal mean stddev seed",
                "VarianceScaling scale mode distribution seed");
        put("regularizer", "L1 l1", "L2 l2", "L1L2 l1 l2", "OrthogonalRegularizer factor mode");
        put("constraint", "MaxNorm max_value axis", "MinMaxNorm min_value max_value rate axis", "NonNeg ", "UnitNorm axis");
        put("loss", "BinaryCrossentropy from_logits label_smoothing axis reduction",
                "CategoricalCrossentropy from_logits label_smoothing axis reduction",
                "SparseCategoricalCrossentropy from_logits ignore_class reduction", "CosineSimilarity axis reduction",
                "Hinge reduction", "Huber delta reduction", "KLDivergence reduction", "LogCosh reduction",
                "MeanAbsoluteError reduction", "MeanSquaredError reduction");
        all("metric", "", "Accuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy", "MeanAbsoluteError",
                "MeanSquaredError");
        put("metric", "AUC num_thresholds curve summation_method thresholds multi_label num_labels label_weights from_logits",
                "BinaryAccuracy threshold", "TopKCategoricalAccuracy k", "SparseTopKCategoricalAccuracy k",
                "F1Score average threshold", "Precision thresholds top_k class_id", "Recall thresholds top_k class_id");
        put("optimizer", "SGD momentum nesterov " + OPTIMIZER, "Adam amsgrad " + ADAM, "AdamW amsgrad " + ADAM, "Adamax " + ADAM,
                "Nadam " + ADAM, "Lamb " + ADAM, "Lion beta_1 beta_2 " + OPTIMIZER, "Adadelta rho epsilon " + OPTIMIZER,
                "Adagrad initial_accumulator_value epsilon " + OPTIMIZER,
                "Adafactor beta_2_decay epsilon_1 epsilon_2 clip_threshold relative_step " + OPTIMIZER,
                "Ftrl learning_rate_power initial_accumulator_value l1_regularization_strength l2_regularization_strength "
                        + "l2_shrinkage_regularization_strength beta " + OPTIMIZER,
                "RMSprop rho momentum epsilon centered " + OPTIMIZER,
                "Muon adam_beta_1 adam_beta_2 adam_weight_decay epsilon exclude_layers exclude_embeddings muon_a muon_b muon_c "
                        + "adam_lr_ratio momentum ns_steps nesterov rms_rate " + OPTIMIZER);
    }

    private static void put(String kind, String... signatures) {
        for (String signature : signatures) {
            String[] words = signature.split(" ", 2);
            SIGNATURES.put(kind + " " + words[0], words[1]);
        }
    }

    private static void all(String kind, String arguments, String... classes) {
        for (String each : classes) {
            SIGNATURES.put(kind + " " + each, arguments);
        }
    }

    @Test
    void noOptionIsWrittenThatKerasDoesNotKnow() {
        TechniqueWriter writer = new TechniqueWriter(Networks.techniques(), 0);
        Set<String> checked = new TreeSet<>();
        for (Kind kind : List.of(Kind.LAYER, Kind.INITIALIZER, Kind.REGULARIZER, Kind.CONSTRAINT, Kind.LOSS, Kind.METRIC,
                Kind.OPTIMIZER)) {
            for (String ours : Networks.names(kind)) {
                String theirs = writer.theirs(kind, ours);
                if (theirs == null) {
                    continue;
                }
                String signature = SIGNATURES.get(kind + " " + theirs);
                assertTrue(signature != null, () -> "the arguments of the " + kind + " " + theirs);
                Map<String, Object> given = ours.equals("activation") ? Map.of("activation", "tanh") : Map.of();
                ObjectNode config = writer.options(new Written(ours, given), kind, ours);
                Set<String> unknown = new TreeSet<>();
                config.fieldNames().forEachRemaining(unknown::add);
                unknown.removeAll(List.of(signature.split(" ")));
                assertEquals(Set.of(), unknown, kind + " " + theirs);
                checked.add(kind + " " + theirs);
            }
        }
        assertEquals(SIGNATURES.keySet(), checked);
    }

    /** A rate of 1 is refused by Keras, and a schedule of integers computes with integers there. */
    @Test
    void realNumbersAreWrittenAsReal() {
        TechniqueWriter writer = new TechniqueWriter(Networks.techniques(), 0);
        ObjectNode sgd =
                writer.options(new Written("sgd", Map.of("learning_rate", 1, "momentum", 0)), Kind.OPTIMIZER, "optimizer");
        assertEquals("{\"learning_rate\":1.0,\"momentum\":0.0,\"nesterov\":false}", sgd.toString());
        ObjectNode scheduled = writer.options(new Written("sgd", Map.of("learning_rate", Map.of("piecewise_constant",
                Map.of("boundaries", List.of(3), "values", List.of(2, 1), "unit", "step")))), Kind.OPTIMIZER, "optimizer");
        assertTrue(scheduled.toString().contains("\"boundaries\":[3],\"values\":[2.0,1.0]"), scheduled.toString());
        ObjectNode decay = writer.options(new Written("adam", Map.of("learning_rate", Map.of("ExponentialDecay",
                Map.of("initial_learning_rate", 1, "decay_steps", 10, "decay_rate", 1)))), Kind.OPTIMIZER, "optimizer");
        assertTrue(decay.toString().contains("\"initial_learning_rate\":1.0,\"decay_steps\":10,\"decay_rate\":1.0"),
                decay.toString());
    }

    @Test
    void anOptionThatKerasHasNotIsRefusedWithAValue() {
        TechniqueWriter writer = new TechniqueWriter(Networks.techniques(), 0);
        InputException e = assertThrows(InputException.class, () -> writer
                .options(new Written("sparse_categorical_crossentropy", Map.of("axis", 1)), Kind.LOSS, "loss"));
        assertEquals("Keras has no such option", e.problem());
        assertEquals("loss/axis", e.pointer());
        e = assertThrows(InputException.class,
                () -> writer.options(new Written("he_normal", Map.of("input_axes", List.of(0))), Kind.INITIALIZER, "kernel"));
        assertEquals("kernel/input_axes", e.pointer());
    }
}
