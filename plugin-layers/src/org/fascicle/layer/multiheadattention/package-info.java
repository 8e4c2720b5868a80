/** The layer {@code multi_head_attention}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.multiheadattention;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
