package org.vouchseal.keyservice.order;

import java.util.function.Function;
import org.vouchseal.model.EnrolmentOrder;

/** Whether an order holds. */
public sealed interface OrderVerdict {

  /** It does. */
  record Valid(EnrolmentOrder order) implements OrderVerdict {
    @Override
    public <R> R fold(
        Function<? super EnrolmentOrder, ? extends R> onValid,
        Function<? super String, ? extends R> onInvalid) {
      return onValid.apply(order);
    }
  }

  /** It does not; {@code why} is fit for the one who asked. */
  record Invalid(String why) implements OrderVerdict {
    @Override
    public <R> R fold(
        Function<? super EnrolmentOrder, ? extends R> onValid,
        Function<? super String, ? extends R> onInvalid) {
      return onInvalid.apply(why);
    }
  }

  /** Calls the one function that fits. */
  <R> R fold(
      Function<? super EnrolmentOrder, ? extends R> onValid,
      Function<? super String, ? extends R> onInvalid);
}
