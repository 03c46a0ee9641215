"""The questions of notebook 04: what a picture of the loss shows, and the lecture's own three."""

from dlcourse.lesson.question import Question, Why

OTHER_DIRECTIONS = Question(
    question=r"The picture above shows one plane through $\theta^\star$. Now two other random "
    r"directions $\theta_1, \theta_2$ are drawn. What changes?",
    options={
        "The whole picture is only turned: it is the same network.": "It is the same network, but "
        "another plane. A rotation would have to stay in the old plane, and two random planes out "
        "of 78 dimensions share nothing but θ*.",
        "The value at the centre stays, and all around it changes.": "The centre, t₁ = t₂ = 0, is "
        "θ* itself in every plane. What lies around it is another part of the 78 dimensions.",
        "Everything changes, also the value at the centre.": "The centre is θ* + 0·θ₁ + 0·θ₂, so "
        "the directions do not matter there.",
    },
    answer="The value at the centre stays, and all around it changes.",
    tells=("itself in every plane", "the centre stays", "value at the centre"),
)

PATH_IN_A_PLANE = Question(
    question=r"Training moves $\theta$ through 78 dimensions. Lay a plane through $\theta^\star$ "
    "that holds as much of this path as possible, and project the path onto it. What share of its "
    r"squared distances to $\theta^\star$ is left?",
    options={
        "More than 80 %.": "Nearly all of the movement lies in two directions. They are the first "
        "two principal directions of the recorded θ.",
        "About half.": "The path bends less than one expects: it first runs along one direction, "
        "then along another, and these two span a plane.",
        "About 3 %, since 2 of 78 is 2.6 %.": "That is the share for two random directions. The "
        "plane here is not random; it is fitted to the path.",
    },
    answer="More than 80 %.",
    tells=("nearly all of the path", "96 %", "principal directions hold"),
)

WHERE_IT_ROLLS = Question(
    question="A ball is set down in the plane at $t_1 = -6$, $t_2 = -4$. It rolls downhill, free "
    "in all 78 directions, for 100 steps of gradient descent. Where in the picture is it then?",
    options={
        "At the solution, the lowest place of the plane.": "The solution is low, but so are many "
        "other places. After 100 steps the ball is at one of them, outside the plane.",
        "In the nearest valley of the plane.": "A ball that is held in the plane goes there. The "
        "free one has 76 more directions.",
        "Hardly away from where it was set down.": "The plane shows 2 of 78 directions. A short "
        "way in the other 76 lowers the loss as much, and the picture does not show it.",
    },
    answer="Hardly away from where it was set down.",
    tells=("hardly away", "stands still", "leaves the picture", "out of the picture"),
)

WHY_SO_SHORT = Why(
    question="The free ball ends about 1.3 from its start, the held one about 5. Why does so short "
    "a way lower the loss as much?",
    answer="The gradient has 78 components, and only a small part of it lies in the plane. The "
    "free ball follows the whole gradient, which is much longer, so each unit of its way lowers "
    "the loss more.",
    points=(
        "the gradient has a part in the plane and a larger part outside it",
        "the held ball follows only the part in the plane",
        "the loss falls fastest along the whole gradient",
    ),
)

WHICH_ROW = Question(
    question="The six pictures of the slides on one scale of colours, at radius 1, for many "
    "seeds. In which row is the loss higher?",
    options={
        "It changes from seed to seed.": "LeakyReLU's row is the higher one in 12 of 20 seeds, "
        "Tanh's in 8. From one seed you cannot tell.",
        "LeakyReLU's row, in nearly every seed.": "One seed may show this, and the next one the "
        "opposite. Over 20 seeds it is little more than half.",
        "Tanh's row, in nearly every seed.": "Tanh is the more nonlinear function, but that does "
        "not decide how steep the loss is close to a solution.",
    },
    answer="It changes from seed to seed.",
    tells=("from seed to seed", "12 of 20"),
)

TANH_LESS_STEEP = Question(
    question=r"From each solution walk to the distance 100 along a random direction. Whose mean "
    "loss has risen more there, and by what factor (medians over directions and 20 seeds)?",
    options={
        "Tanh's: it is the more nonlinear function.": "More nonlinear is not steeper. Tanh is "
        "bounded, so the states of its layers cannot grow with the weights.",
        "They differ by a factor of less than 10.": "So it is close to the solution. But the two "
        "losses do not grow equally fast, and 100 is far away.",
        "LeakyReLU's, by a factor of about 100.": "That is the factor at distance 30. It keeps "
        "growing.",
        "LeakyReLU's, by a factor of more than 100 000.": "The medians differ by more than a "
        "million. Every layer of LeakyReLU multiplies by the distance once more.",
    },
    answer="LeakyReLU's, by a factor of more than 100 000.",
    tells=("million", "100 000", "t^{10}", "t¹⁰", "grows like"),
)

WHY_IT_LOOKED_FLAT = Why(
    question=r"On `wiggly`, close to $\theta^\star$, the loss of LeakyReLU rises more in most "
    "pairs. Among the pairs that both fit it does not. Why?",
    answer="About 4 of 10 Tanh networks on these data stop on a plateau and never fit. The loss "
    "around them is flat, so nearly all of their pairs count as LeakyReLU being steeper.",
    points=(
        "some Tanh networks do not fit: their training stopped at a high loss",
        "they stopped where the ground is flat, so the loss hardly rises around them",
        "so their pairs say something about training, not about the shape of a minimum",
    ),
)

RELU_MORE_REGULAR = Question(
    question="The slide asks whether the landscape of ReLU is the more regular one. First "
    "measure: how much the loss differs between the rays of a plane, at distance 10, on `wiggly`. "
    "In how many of 20 seeds does it differ more for LeakyReLU?",
    options={
        "In at most 3: its landscape is the more regular one.": "This is what six pictures "
        "suggest. The count says the opposite.",
        "In about 10: neither is more regular.": "By this measure there is a clear answer, but by "
        "another one there is not: choose “level lines”.",
        "In at least 17: its landscape is the less regular one.": "By this measure it is the less "
        "regular one in nearly every seed. Other measures answer differently.",
    },
    answer="In at least 17: its landscape is the less regular one.",
    tells=("less regular in", "differs more for leakyrelu", "not supported"),
)

WHY_UNFAIR = Why(
    question="Why is the spread over the rays an unfair measure of regularity far away "
    r"from $\theta^\star$?",
    answer="It counts decades of the loss. A loss that grows like a high power of the distance "
    "turns a small difference between two directions into many decades, so this measure mostly "
    "repeats how steep the loss is.",
    points=(
        "the spread is that of log₁₀ f, so it counts decades",
        "a factor between two directions is raised to the power with which the loss grows",
        "the power is about 10 for LeakyReLU and 2 for Tanh",
    ),
)

TANH_MINIMA_LARGER = Question(
    question=r"Walk from $\theta^\star$ until the mean loss exceeds 0.2, about that of the best "
    "constant. Count pairs that both fit. On how many of the four data sets does Tanh get further "
    "in most pairs?",
    options={
        "On all four.": "On wiggly Tanh gets further in most of all pairs, but not in most of "
        "those that both fit.",
        "On one.": "Only piece is clear, with about 8 of 10 pairs. On the other three Tanh gets "
        "further in fewer than half of the pairs.",
        "On none.": "Choose piece: there Tanh gets further in about 8 of 10 pairs.",
    },
    answer="On one.",
    tells=("only *piece*", "8 of 10", "on one of the four"),
)
