"""The questions of notebook 06."""

from dlcourse.lesson.question import Question, Why

COUNT = Question(
    question="Pictures of 1000 pixels, so $p = 1000$; ten layers of width $p$; $N = p^2$, a "
    "million pictures. About how many weights are there for each sample?",
    options={
        "Fewer than one: a million samples are more than enough.": "One layer alone has p² "
        "weights, as many as there are samples, and there are ten.",
        "About 1000, one for each pixel.": "Each layer has p² weights, so ten layers have 10 p². "
        "Dividing by N = p² leaves no p.",
        "About 10, one for each layer.": "p²n + pn weights and biases over p² samples are about n. "
        "p cancels: move its slider, and the numbers stay almost the same.",
    },
    answer="About 10, one for each layer.",
    tells=("one for each layer", "p cancels", "about $n$ weights per sample"),
)

DESCENT = Question(
    question="30 samples with noise, five inputs, networks with one hidden layer. They are trained "
    "to the end, without regularization, and get wider and wider. What does the test error do in "
    "the median?",
    options={
        "It grows all the way: more weights, more overfitting.": "So it is until P has passed N. "
        "Beyond it the error falls again, though these networks fit all of the noise.",
        "It grows until P is one to two times N, then it falls again.": "This is called double "
        "descent. Where P is about N there are few solutions, and they must bend much to fit the "
        "noise. Beyond, there are many, and training finds calmer ones. Here the smallest network "
        "stays the best.",
        "It falls all the way: wide networks are better.": "So it is on the right side of the "
        "picture, and nearly everywhere with one input and little noise. Here it first gets "
        "worse.",
    },
    answer="It grows until P is one to two times N, then it falls again.",
    tells=("double descent", "falls again", "one to two times"),
)

KINKS = Question(
    question="A Tanh network with two hidden layers of width 20 has 481 parameters and reaches "
    "$10^{-20}$ on 20 samples from every start, if it gets 400 steps. What happens with LeakyReLU "
    "in place of Tanh?",
    options={
        "The same: P and N are the same.": "P and N count equations and unknowns. They say nothing "
        "about the way to a solution.",
        "It needs fewer steps, since LeakyReLU is nearly linear.": "Between its kinks the network "
        "is simple, but a step that crosses a kink meets another Jacobian than the one it was "
        "made for.",
        "It stops far above, from every start.": "Solutions exist: 20 samples need only about as "
        "many kinks. But most runs end where a unit bends exactly at a sample. There the loss has "
        "a kink, and no smaller step helps either.",
    },
    answer="It stops far above, from every start.",
    tells=("stops far above", "LeakyReLU stops", "from every start"),
)

DIRECTIONS = Question(
    question="The network has 481 parameters and fits six samples with loss 0. In how many "
    "linearly independent directions can θ move so that, to first order, no output at a sample "
    "changes?",
    options={
        "In 475.": "Each sample takes away one direction, the gradient of its output: P − N = "
        "481 − 6, as these six gradients are linearly independent. The solutions form a surface "
        "of this dimension.",
        "In none: a minimum is a point.": "Six equations cannot fix 481 unknowns. A minimum is a "
        "point only where the Hessian is positive definite; here its rank is 6.",
        "In 6, one for each sample.": "These six directions are the ones that do change the "
        "outputs. All that are orthogonal to them do not.",
    },
    answer="In 475.",
    tells=("475", "P - N = 4", "481 − 6"),
)

WHY_NOT_DATA = Why(
    question="Two networks have loss 0 on the same six samples and differ by more than 1 between "
    "them. Why can the training problem not say which one is better?",
    answer="The objective contains the network only through its outputs at the samples. All θ "
    "with loss 0 have the same outputs there, so they have the same objective. What decides "
    "between them is something else: the start, the algorithm, a regularization, or new samples.",
    points=(
        "the objective sees the outputs at the samples only",
        "all solutions have the same value, 0",
        "start, algorithm, regularization or new samples decide",
    ),
)
