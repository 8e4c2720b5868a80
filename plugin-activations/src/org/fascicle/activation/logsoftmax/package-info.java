/** The activation {@code log_softmax}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.logsoftmax;

import org.osgi.annotation.versioning.Version;
