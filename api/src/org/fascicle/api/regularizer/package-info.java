/** The contract of regularizers. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.regularizer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
