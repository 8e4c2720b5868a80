/** Which versions of techniques, and which values of their options, a model or a training is bound to. */
@NullMarked
package org.fascicle.core.binding;

import org.jspecify.annotations.NullMarked;
