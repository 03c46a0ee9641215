"""The questions of notebook 04; the lecture's own three, and what many seeds say to them."""

from dlcourse.lesson.question import Question

LANDSCAPE_FROM_ONE_DIRECTION = Question(
    question="You will see the loss on a plane through a solution θ*. Now two other random "
    "directions are drawn. What changes?",
    options=(
        "Nothing much: the landscape looks the same from all sides.",
        "The value at the centre stays, the surroundings look different.",
        "Everything, also the value at the centre.",
    ),
    answer="The value at the centre stays, the surroundings look different.",
    because="t_1 = t_2 = 0 is θ* itself in every plane. Two directions out of 78 show very "
    "little of the rest: one picture proves nothing about the landscape.",
)

WHERE_IT_ROLLS = Question(
    question="A ball is set down in the plane at t_1 = −6, t_2 = −4 and rolls downhill, free in "
    "all 78 directions. Where in the picture does it end?",
    options=(
        "At θ*, the lowest point of the plane.",
        "In the nearest valley of the plane.",
        "Hardly away from where it was set down.",
    ),
    answer="Hardly away from where it was set down.",
    because="The plane shows 2 of 78 directions. Some way down leads out of the picture almost at "
    "once: the loss falls, but the path cannot be seen.",
)

TANH_LESS_STEEP = Question(
    question="Far from the solution, at radius 10 to 100: which loss is the steeper one, over "
    "many seeds and directions?",
    options=(
        "Tanh in most cases.",
        "LeakyReLU in nearly all cases.",
        "It depends on the seed.",
    ),
    answer="LeakyReLU in nearly all cases.",
    because="This claim holds: t¹⁰ beats t². Close to the solution, at radius 0.3 and below, "
    "it depends on the data: once networks that did not fit are left out, LeakyReLU is steeper on "
    "one of four, Tanh on another, and on two it is a draw.",
)

RELU_MORE_REGULAR = Question(
    question="The slides suggest that the LeakyReLU landscape is more regular and more similar "
    "from direction to direction. What do many seeds say, at moderate radius?",
    options=(
        "They confirm it.",
        "They do not support it.",
        "They cannot tell.",
    ),
    answer="They do not support it.",
    because="The spread over directions is larger for LeakyReLU in most trials. Six pictures "
    "suggest a question; they do not answer it.",
)

TANH_MINIMA_LARGER = Question(
    question="Do the minima of Tanh networks extend further than those of LeakyReLU networks?",
    options=(
        "Yes, clearly.",
        "It depends on the data.",
        "No, they are smaller.",
    ),
    answer="It depends on the data.",
    because="On one of our four data sets they do in 8 of 10 seeds; on the others in less than "
    "half of them, once networks that did not fit are left out. What counts as the minimum "
    "matters as well.",
)
