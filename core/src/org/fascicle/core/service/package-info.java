/** The services that applications use: models, their trainings, measurements. */
@NullMarked
package org.fascicle.core.service;

import org.jspecify.annotations.NullMarked;
