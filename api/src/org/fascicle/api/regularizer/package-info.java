/** The contract of regularizers. */
@Version("0.1.0")
package org.fascicle.api.regularizer;

import org.osgi.annotation.versioning.Version;
